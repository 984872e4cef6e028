import { basename, dirname } from "node:path";
import { makeDirectory, writeDurably } from "@dark-knowledge/core/node";
import type { Dataset, TableLayout } from "@dark-knowledge/datasets";
import { rawRows } from "../data/raw-rows.ts";

/**
 * Writes the labelled rows of a table for a command that learns before it answers: one line of JSON for each, as it
 * stands in the table, such as `{"kind":"old","age":70}`. Of several labels or numbers one that is not known is null. Of
 * pictures and recordings a line is `{"label":"cat","file":"pictures/cat/1.png"}`.
 *
 * @returns the environment that tells the command where the file is; empty for data without rows, which has no file
 */
export async function writeTrainingRows(
  training: Dataset,
  layout: TableLayout | undefined,
  path: string,
): Promise<Readonly<Record<string, string>>> {
  const raw = rawRows(training);
  const labelCells = layout === undefined ? folderCellsOf(training) : labelCellsOf(training, layout);
  if (raw === undefined || labelCells === undefined) return {};
  const lines = Array.from(training.rows).flatMap((id) => {
    const cells = labelCells(id);
    const isLabelled = Object.values(cells).some((cell) => cell !== null);
    return isLabelled ? [`${JSON.stringify({ ...cells, ...raw[id] })}\n`] : [];
  });
  await makeDirectory("writeTrainingRows", dirname(path));
  await writeDurably(dirname(path), basename(path), [Buffer.from(lines.join(""))]);
  return { DARK_KNOWLEDGE_TRAINING_ROWS: path };
}

/** The cells of the label columns of a row, by name; null for what is not known. */
type LabelCells = Readonly<Record<string, string | number | null>>;

/** The class of a file in a folder. */
function folderCellsOf({ targets }: Dataset): ((id: number) => LabelCells) | undefined {
  if (targets.kind !== "classes") return undefined;
  return (id) => ({ label: targets.classNames[targets.labels[id]!] ?? null });
}

function labelCellsOf(
  { targets }: Dataset,
  { targets: labels, separator }: TableLayout,
): ((id: number) => LabelCells) | undefined {
  if (targets.kind === "classes" && labels.kind === "classes") {
    return (id) => ({ [labels.column]: targets.classNames[targets.labels[id]!] ?? null });
  }
  if (targets.kind === "numbers" && labels.kind === "numbers") {
    const { values, known, names } = targets;
    return cellsOf(labels.columns, (at) => (known?.[at] === 0 ? null : values[at]!), names.length);
  }
  if (targets.kind !== "several-classes" || labels.kind !== "several-classes") return undefined;
  const { labels: marks, classNames } = targets;
  const width = classNames.length;
  const mark = (at: number) => (marks[at]! < 0 ? null : marks[at]!);
  if (labels.columns.length > 1) return cellsOf(labels.columns, mark, width);
  const [list] = labels.columns as [string];
  return (id) => {
    const own = marks.subarray(id * width, (id + 1) * width);
    const isKnown = own.every((label) => label >= 0);
    return { [list]: isKnown ? classNames.filter((_, index) => own[index] === 1).join(separator) : null };
  };
}

function cellsOf(
  columns: readonly string[],
  cellAt: (at: number) => number | null,
  width: number,
): (id: number) => LabelCells {
  return (id) => Object.fromEntries(columns.map((column, index) => [column, cellAt(id * width + index)]));
}
