import { statSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { makeDirectory, readRegularFile, writeDurably } from "@dark-knowledge/core/node";
import { EXPERIMENTS } from "@dark-knowledge/paper";
import { htmlReport, markdownTable, netTable, parseRecord, type RunRecord } from "@dark-knowledge/report";
import { Command } from "commander";
import type { CommandContext } from "../command-context.ts";
import { UsageError } from "../usage-error.ts";

/** No record is as long: a text of JavaScript cannot be. */
const MOST_BYTES = 2 ** 29;

const EXPLANATION = `
What it does:
  Rebuilds report.html and table.md of a run from its record, without training. The same record gives the same files on every
  machine.

Examples:
  $ dark-knowledge report runs/mnist
        report.html and table.md in the run directory
  $ dark-knowledge report record.jsonl --out pages/mnist.html
        from a record of another machine; the table is pages/table.md`;

/** Creates the `report` command. */
export function reportCommand({ stdout }: CommandContext): Command {
  return new Command("report")
    .description("rebuild the page and the tables of a run from its record")
    .argument("<record>", "a record.jsonl, or a run directory")
    .option("--out <file>", "the page (default: report.html next to the record)")
    .addHelpText("after", EXPLANATION)
    .action(async (given: string, { out }: { readonly out?: string }) => {
      const { file, record } = await readRecord(given);
      const page = out ?? join(dirname(file), "report.html");
      if (extname(page) !== ".html") throw new UsageError(`--out must be a file that ends in .html, got ${page}`);
      const directory = dirname(page);
      await makeDirectory("--out", directory);
      const { "report.html": html, "table.md": table } = filesOf(record);
      await writeDurably(directory, basename(page), [Buffer.from(html!)]);
      await writeDurably(directory, "table.md", [Buffer.from(table!)]);
      stdout.write(`report   ${page}\ntables   ${join(directory, "table.md")}\n`);
    });
}

/** Returns the files of a run as its experiment defines them; for an unknown experiment, those of any run. */
function filesOf(record: RunRecord): Readonly<Record<string, string>> {
  const experiment = Object.hasOwn(EXPERIMENTS, record.experiment) ? EXPERIMENTS[record.experiment] : undefined;
  if (experiment !== undefined) return experiment.files(record);
  return { "report.html": htmlReport(record), "table.md": `${markdownTable(netTable(record))}\n` };
}

async function readRecord(given: string): Promise<{ readonly file: string; readonly record: RunRecord }> {
  let lines: string;
  try {
    lines = new TextDecoder().decode(await readRegularFile(given, MOST_BYTES));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "not a file" && statSync(given).isDirectory()) return readRecord(join(given, "record.jsonl"));
    throw new Error(`record: cannot read ${given} (${code})`);
  }
  try {
    return { file: given, record: parseRecord(lines) };
  } catch (error) {
    throw new Error(`record: ${given} is not the record of a run (${(error as Error).message})`);
  }
}
