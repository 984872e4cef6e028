import { basename, dirname, extname, join } from "node:path";
import { makeDirectory, writeDurably } from "@dark-knowledge/core/node";
import { readRecord } from "@dark-knowledge/paper";
import { Command } from "commander";
import type { CommandContext } from "../command-context.ts";
import { UsageError } from "../usage-error.ts";

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
      const { file, files } = await readRecord(given);
      const page = out ?? join(dirname(file), "report.html");
      if (extname(page) !== ".html") throw new UsageError(`--out must be a file that ends in .html, got ${page}`);
      const directory = dirname(page);
      await makeDirectory("--out", directory);
      const { "report.html": html, "table.md": table } = files;
      await writeDurably(directory, basename(page), [Buffer.from(html!)]);
      await writeDurably(directory, "table.md", [Buffer.from(table!)]);
      stdout.write(`report   ${page}\ntables   ${join(directory, "table.md")}\n`);
    });
}
