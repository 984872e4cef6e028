import { describeBackend, measureMatMul, selectBackend } from "@dark-knowledge/backend";
import { Command } from "commander";
import type { CommandContext } from "./distill-command.ts";

/** Sizes of matrices that show a backend's rate without making anybody wait. */
const SIZES = { wasm: 1024, cpu: 256 } as const;

/** Makes the `doctor` command. */
export function doctorCommand({ stdout }: CommandContext): Command {
  return new Command("doctor")
    .description("say which tensor backend would be used here, why, how fast it is, and what would be faster")
    .action(async () => {
      const choice = await selectBackend();
      stdout.write(`${describeBackend(choice)}\n\n`);
      for (const name of ["wasm", "cpu"] as const) {
        try {
          await selectBackend({ prefer: [name] });
        } catch (error) {
          stdout.write(`${name.padEnd(6)} not available: ${(error as Error).message}\n`);
          continue;
        }
        const { gflops, size } = await measureMatMul({ now: () => performance.now(), size: SIZES[name] });
        stdout.write(
          `${name.padEnd(6)} ${gflops.toFixed(1).padStart(6)} GFLOP/s  (product of two ${size}×${size} matrices)\n`,
        );
      }
    });
}
