import {
  BACKEND_NAMES,
  type BackendExamination,
  describeBackend,
  examineBackends,
  selectBackend,
} from "@dark-knowledge/backend";
import { Command } from "commander";
import type { CommandContext } from "../command-context.ts";
import { alignColumns } from "../terminal/align-columns.ts";

/** Creates the `doctor` command. */
export function doctorCommand({ stdout, stderr }: CommandContext): Command {
  return new Command("doctor")
    .description("show which tensor backend is used here and why, how fast each one is, and what would be faster")
    .action(async () => {
      stdout.write(`${describeBackend(await selectBackend())}\n\n`);
      // A pipe gets only the table.
      const report = (text: string) => stderr.isTTY && stderr.write(`\r\u001B[K${text}`);
      const rows = [["backend", " GFLOP/s", "matrices", ""]];
      report(`measuring ${BACKEND_NAMES[0]} …`);
      for await (const found of examineBackends({ now: () => performance.now() })) {
        const next = BACKEND_NAMES[rows.push(rowOf(found)) - 1];
        report(next === undefined ? "" : `measuring ${next} …`);
      }
      stdout.write(`${alignColumns(rows)}\n\nGFLOP/s: product of two square matrices\n`);
    });
}

/** The rate and the facts of one backend, or no rate and why not. */
function rowOf(found: BackendExamination): string[] {
  if ("obstacle" in found) {
    const { reason, cure } = found.obstacle;
    return [found.name, "–".padStart(8), "", `${reason}; to enable it, ${cure}`];
  }
  const { name, choice, size, gflops } = found;
  const facts = describeBackend(choice).split(/; |\n/).slice(1).join("; ");
  return [name, gflops.toFixed(1).padStart(8), `${size}×${size}`, facts];
}
