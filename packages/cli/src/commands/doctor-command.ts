import {
  adviseBackend,
  BACKEND_NAMES,
  type BackendExamination,
  describeBackend,
  examineBackends,
  measurePeak,
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
      const now = () => performance.now();
      const examinations: BackendExamination[] = [];
      report(`measuring ${BACKEND_NAMES[0]} …`);
      for await (const found of examineBackends({ now })) {
        examinations.push(found);
        const next = BACKEND_NAMES[rows.push(rowOf(found)) - 1];
        report(next === undefined ? "" : `measuring ${next} …`);
      }
      const peak = `one core in WebAssembly, at most: ${measurePeak({ now }).gflops.toFixed(1)} GFLOP/s`;
      const advice =
        adviseBackend(examinations) ?? "nothing; the fastest backend that is known for this machine is there";
      stdout.write(`${alignColumns(rows)}\n\nGFLOP/s: product of two square matrices\n`);
      stdout.write(`${peak}\nwhat would help most: ${advice}\n`);
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
