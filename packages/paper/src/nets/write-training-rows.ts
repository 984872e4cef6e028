import { basename, dirname } from "node:path";
import { makeDirectory, writeDurably } from "@dark-knowledge/core/node";
import type { Dataset, TableLayout } from "@dark-knowledge/datasets";
import { rawRows } from "../data/raw-rows.ts";

/**
 * Writes the labelled rows of a table for a command that learns before it answers: one line of JSON for each, as it
 * stands in the table, such as `{"kind":"old","age":70}`.
 *
 * @returns the environment that tells the command where the file is; empty for data without rows, which has no file
 */
export async function writeTrainingRows(
  training: Dataset,
  layout: TableLayout | undefined,
  path: string,
): Promise<Readonly<Record<string, string>>> {
  const raw = rawRows(training);
  const { targets } = training;
  if (raw === undefined || targets.kind !== "classes" || layout?.targets.kind !== "classes") return {};
  const { column } = layout.targets;
  const { labels, classNames } = targets;
  const lines = Array.from(training.rows)
    .filter((id) => labels[id]! >= 0)
    .map((id) => `${JSON.stringify({ [column]: classNames[labels[id]!], ...raw[id] })}\n`);
  await makeDirectory("writeTrainingRows", dirname(path));
  await writeDurably(dirname(path), basename(path), [Buffer.from(lines.join(""))]);
  return { DARK_KNOWLEDGE_TRAINING_ROWS: path };
}
