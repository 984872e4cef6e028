import {
  BACKEND_NAMES,
  type BackendChoice,
  type BackendName,
  describeBackend,
  measureMatMul,
  type PassedOverBackend,
  selectBackend,
} from "@dark-knowledge/backend";
import { Command } from "commander";
import type { CommandContext } from "../command-context.ts";
import { alignColumns } from "../terminal/align-columns.ts";

/** Makes the `doctor` command. */
export function doctorCommand({ stdout, stderr }: CommandContext): Command {
  return new Command("doctor")
    .description("say which tensor backend would be used here, why, how fast each one is, and what would be faster")
    .action(async () => {
      stdout.write(`${describeBackend(await selectBackend())}\n\n`);
      // A pipe gets the table alone.
      const report = (text: string) => stderr.isTTY && stderr.write(`\r\u001B[K${text}`);
      const rows: (readonly string[])[] = [["backend", " GFLOP/s", ""]];
      for (const name of BACKEND_NAMES) {
        report(`measuring ${name} …`);
        rows.push([name, ...(await examine(name))]);
      }
      report("");
      stdout.write(
        `${alignColumns(rows)}\n\nGFLOP/s: product of two ${SIZE}×${SIZE} matrices, on cpu ${CPU_SIZE}×${CPU_SIZE}\n`,
      );
    });
}

/** Sizes of matrices that show a backend's rate without making anybody wait. */
const SIZE = 1024;
const CPU_SIZE = 256;

/** The rate and the facts of one backend, or no rate and why not. */
async function examine(name: BackendName): Promise<readonly string[]> {
  const none = "–".padStart(8);
  let choice: BackendChoice;
  try {
    // Beside another one, it is passed over where it would be in every choice.
    choice = await selectBackend({ prefer: name === "cpu" ? [name] : [name, "cpu"] });
  } catch (error) {
    return [none, (error as Error).message];
  }
  if (choice.name !== name) return [none, describeObstacle(choice.passedOver[0]!)];
  const size = choice.engine === "cpu" ? CPU_SIZE : SIZE;
  const { gflops } = await measureMatMul({ now: () => performance.now(), size });
  // A remark on them has a line of its own above; here a backend has one row.
  const facts = describeBackend(choice).replaceAll("\n", "; ").split("; ").slice(1).join("; ");
  return [gflops.toFixed(1).padStart(8), facts];
}

function describeObstacle({ reason, cure }: PassedOverBackend): string {
  return `${reason}; to enable it, ${cure}`;
}
