import { statSync } from "node:fs";
import { join } from "node:path";
import { assertFields } from "@dark-knowledge/core";
import { readRegularFile } from "@dark-knowledge/core/node";
import { htmlReport, markdownTable, netTable, parseRecord, type RunRecord } from "@dark-knowledge/report";
import { EXPERIMENTS } from "./experiments.ts";

/** No record is as long: a text of JavaScript cannot be. */
const MOST_BYTES = 2 ** 29;

/** The record of a run, and the files that it makes. */
export interface ReadRecord {
  /** The file that the record was read from. */
  readonly file: string;
  readonly record: RunRecord;
  /** `report.html`, `table.md` and others, as the record's experiment defines them; of an unknown experiment, those of any run. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * Reads the record of a run, and makes its files again. The same record gives the same files on every machine.
 *
 * @param path a record.jsonl, or a run directory
 * @throws Error that names the file when it cannot be read, or is not the record of a run
 *
 * @example
 * ```ts no-run
 * import { readRecord } from "@dark-knowledge/paper";
 *
 * const { record, files } = await readRecord("runs/mnist");
 * console.log(record.title, files["table.md"]);
 * ```
 */
export async function readRecord(path: string): Promise<ReadRecord> {
  assertFields("readRecord", { path }, { path: "text" });
  let lines: string;
  try {
    lines = new TextDecoder().decode(await readRegularFile(path, MOST_BYTES));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "not a file" && statSync(path).isDirectory()) return readRecord(join(path, "record.jsonl"));
    throw new Error(`record: cannot read ${path} (${code})`);
  }
  const record = parse(path, lines);
  return { file: path, record, files: filesOf(record) };
}

function parse(path: string, lines: string): RunRecord {
  try {
    return parseRecord(lines);
  } catch (error) {
    throw new Error(`record: ${path} is not the record of a run (${(error as Error).message})`);
  }
}

function filesOf(record: RunRecord): Readonly<Record<string, string>> {
  const experiment = Object.hasOwn(EXPERIMENTS, record.experiment) ? EXPERIMENTS[record.experiment] : undefined;
  if (experiment !== undefined) return experiment.files(record);
  return { "report.html": htmlReport(record), "table.md": `${markdownTable(netTable(record))}\n` };
}
