import { basename, dirname, join } from "node:path";
import { writeDurably } from "@dark-knowledge/core/node";
import { describeMnistRun, type MnistRecord, mnistMarkdown, mnistReport } from "@dark-knowledge/report";

/** Writes a record as an HTML page, and its tables as `table.md` beside it, and gives the path of the tables. */
export async function writeMnistPages(record: MnistRecord, page: string): Promise<string> {
  const directory = dirname(page);
  await writeDurably(directory, basename(page), [Buffer.from(mnistReport(record))]);
  await writeDurably(directory, "table.md", [Buffer.from(`${describeMnistRun(record)}\n\n${mnistMarkdown(record)}\n`)]);
  return join(directory, "table.md");
}
