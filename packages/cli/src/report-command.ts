import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { makeDirectory } from "@dark-knowledge/core/node";
import { parseMnistRecord } from "@dark-knowledge/report";
import { Command } from "commander";
import type { CommandContext } from "./distill-command.ts";
import { writeMnistPages } from "./reproduce/write-mnist-pages.ts";

const EXPLANATION = `
What it does:
  Writes report.html and table.md from the record of a run of "reproduce mnist" alone, as that command does at its end. The same
  record gives the same files, whoever makes them, and nothing is trained.

Examples:
  $ dark-knowledge report runs/mnist
        report.html and table.md in the run directory
  $ dark-knowledge report record.jsonl --out pages/mnist.html
        from a record that somebody else made; table.md stands beside the page`;

/** Makes the `report` command. */
export function reportCommand({ stdout }: CommandContext): Command {
  return new Command("report")
    .description("make the page and the tables of a run anew from its record")
    .argument("<record>", "a record.jsonl of reproduce mnist, or its run directory")
    .option("--out <file>", "the page (default: report.html beside the record)")
    .addHelpText("after", EXPLANATION)
    .action(async (record: string, { out }: { readonly out?: string }) => {
      const { file, lines } = await readRecord(record);
      const parsed = parseRecord(file, lines);
      const page = out ?? join(dirname(file), "report.html");
      await makeDirectory("--out", dirname(page));
      const tables = await writeMnistPages(parsed, page);
      stdout.write(`report   ${page}\ntables   ${tables}\n`);
    });
}

async function readRecord(given: string): Promise<{ readonly file: string; readonly lines: string }> {
  try {
    return { file: given, lines: await readFile(given, "utf8") };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EISDIR") return readRecord(join(given, "record.jsonl"));
    throw new Error(`record: cannot read ${given} (${code})`);
  }
}

function parseRecord(file: string, lines: string) {
  try {
    return parseMnistRecord(lines);
  } catch (error) {
    throw new Error(`record: ${file} is not one of reproduce mnist (${(error as Error).message})`);
  }
}
