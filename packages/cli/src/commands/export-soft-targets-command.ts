import { formatPlural } from "@dark-knowledge/report";
import { exportSoftTargets, openSoftTargets } from "@dark-knowledge/soft-targets/node";
import { Command } from "commander";
import type { CommandContext } from "../command-context.ts";
import { parseSeed } from "../options/shared-options.ts";

interface ExportFlags {
  readonly to: string;
  readonly view?: number;
}

/** Makes the `soft-targets export` command. */
export function exportSoftTargetsCommand({ stdout }: CommandContext): Command {
  return new Command("export")
    .description("write soft targets to a file for other programs, as logits at temperature 1")
    .argument("<directory>", "the directory with the answers")
    .requiredOption("--to <file>", "a .parquet file, or .npy with the ids in a second file")
    .option("--view <seed>", "the augmentation seed of the view (default: the only one, or 0)", parseSeed)
    .action(async (directory: string, { to, view }: ExportFlags) => {
      const softTargets = await openSoftTargets(directory);
      try {
        const seed = view === undefined ? {} : { augmentationSeed: view };
        const { answers, files } = await exportSoftTargets(softTargets, to, seed);
        stdout.write(`${formatPlural(answers, "answer")} in ${files.join(", ids in ")}\n`);
      } finally {
        await softTargets.close();
      }
    });
}
