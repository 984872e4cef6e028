import { stat } from "node:fs/promises";
import { formatValue } from "@dark-knowledge/core";
import { readRegularFile } from "@dark-knowledge/core/node";
import {
  createDataset,
  type Dataset,
  datasetFromRaws,
  datasetFromTable,
  type ImageSource,
  type InputDescription,
  type TableLayout,
  type Targets,
} from "@dark-knowledge/datasets";
import { decodeImage } from "@dark-knowledge/datasets/images";
import { loadImages, loadTable } from "@dark-knowledge/datasets/node";
import { type Answers, unknownTargets } from "../internal/unknown-targets.ts";
import type { StudentDescription } from "../student-description.ts";

/** The part of a student's description that is needed to read examples for it. */
export type ExamplesDescription = Answers & Pick<StudentDescription, "inputs" | "layout">;

/** Examples of a file or a directory, in the form that a student accepts. */
export interface LoadedExamples {
  /** With targets of the student's task; unknown where the file has none. */
  readonly dataset: Dataset;
  /** The origin of each example: the number of its row or line, or the path of its file. */
  readonly names: readonly string[];
}

/**
 * Reads raw examples for a student from a table, whose label column may be missing, a file of texts (.txt) with one
 * per line, a picture, or a directory of pictures with one folder per class. The student's own transforms apply.
 *
 * @param description the description of the student
 * @throws Error that names the file, and the row and column if any, when it cannot be read or has no such examples
 *
 * @example
 * ```ts no-run
 * import { evaluate } from "@dark-knowledge/training";
 * import { loadExamples, loadStudent } from "@dark-knowledge/training/node";
 *
 * const { model, description } = await loadStudent("student");
 * const { dataset } = await loadExamples(description, "letters.csv");
 * const { errors } = await evaluate(model, dataset);
 * ```
 */
export async function loadExamples(description: ExamplesDescription, path: string): Promise<LoadedExamples> {
  const [[name, input]] = Object.entries(description.inputs) as [[string, InputDescription]];
  if (isText(input) && path.endsWith(".txt")) return loadLines(description, path);
  if (description.layout) return loadRows(description, name, input, path);
  if (input.source?.kind === "image") return loadPictures(description, input.source as ImageSource, path);
  throw new Error(
    `loadExamples: the student must take rows of tables, texts or pictures to read ${path}, got ${input.source?.kind ?? "numbers"}`,
  );
}

async function loadRows(
  description: ExamplesDescription,
  name: string,
  input: InputDescription,
  path: string,
): Promise<LoadedExamples> {
  const table = await loadTable(path);
  const layout = description.layout!;
  const labels = labelColumns(layout);
  const hasLabels = labels.length > 0 && labels.every((label) => table.names.includes(label));
  const { columns, targets: found } = datasetFromTable(
    table,
    { ...layout, ...(hasLabels ? {} : { targets: { kind: "none" } as const }), weight: null },
    isText(input) ? { textSource: input.source! } : {},
  );
  const dataset = createDataset({
    columns: { [name]: { ...columns[name]!, transforms: input.transforms } },
    targets: hasLabels ? onScale(found, description) : unknownTargets(description, table.rowNumbers.length),
  });
  return { dataset, names: Array.from(table.rowNumbers, String) };
}

function labelColumns({ targets }: TableLayout): readonly string[] {
  if (targets.kind === "none") return [];
  return targets.kind === "classes" ? [targets.column] : targets.columns;
}

/** Numbers on the scale of the student's. */
function onScale(targets: Targets, { outputs }: ExamplesDescription): Targets {
  return targets.kind === "numbers" && outputs?.scale ? { ...targets, scale: outputs.scale } : targets;
}

/** Whether raw examples are texts. */
function isText({ source }: InputDescription): boolean {
  return source?.kind === "words" || source?.kind === "hashed-text";
}

/** Reads a file of texts, one in each line that is not empty. */
async function loadLines(description: ExamplesDescription, path: string): Promise<LoadedExamples> {
  const text = decodeLines(path, await readBytes(path));
  const lines = text.split(/\r?\n/).map((line, index) => [line, String(index + 1)] as const);
  const own = lines.filter(([line]) => line.trim() !== "");
  const targets = unknownTargets(description, own.length);
  return {
    dataset: datasetFromRaws(
      description.inputs,
      own.map(([line]) => line),
      { targets },
    ),
    names: own.map(([, number]) => number),
  };
}

function decodeLines(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new Error(`loadExamples: ${path} is not text in UTF-8; convert it`, { cause });
  }
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readRegularFile(path, Number.MAX_SAFE_INTEGER);
  } catch (cause) {
    throw new Error(`loadExamples: ${path} cannot be read (${(cause as NodeJS.ErrnoException).code})`, { cause });
  }
}

async function loadPictures(
  description: ExamplesDescription,
  { height, width, channels, fit }: ImageSource,
  path: string,
): Promise<LoadedExamples> {
  const { classNames, inputs } = description;
  if (!(await isDirectory(path))) {
    const picture = await decodeImage(await readBytes(path)).catch((cause: Error) => {
      throw new Error(`loadExamples: ${path}: ${cause.message}`, { cause });
    });
    return { dataset: datasetFromRaws(inputs, [picture], { targets: unknownTargets(description, 1) }), names: [path] };
  }
  const { dataset, files } = await loadImages(path, { height, width, channels, fit });
  const { targets } = dataset;
  if (targets.kind !== "classes")
    return { dataset: { ...dataset, targets: unknownTargets(description, files.length) }, names: files };
  const numbers = targets.classNames.map((folder) => {
    const number = classNames.indexOf(folder);
    if (number >= 0) return number;
    const some = classNames.slice(0, 20).join(", ");
    throw new Error(
      `loadExamples: ${path} must have folders of the student's classes (${some}), got ${formatValue(folder)}`,
    );
  });
  const labels = targets.labels.map((label) => (label < 0 ? -1 : numbers[label]!));
  return { dataset: { ...dataset, targets: { kind: "classes", labels, classNames } }, names: files };
}

async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (cause) {
    throw new Error(`loadExamples: ${path} cannot be read (${(cause as NodeJS.ErrnoException).code})`, { cause });
  }
}
