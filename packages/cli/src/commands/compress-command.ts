import { type CompressOptions, compressStudent } from "@dark-knowledge/paper";
import { Command } from "commander";
import type { CommandContext } from "../command-context.ts";
import { nameOption } from "../options/resolve-options.ts";
import { parseCount, parseSeed, SHARED_OPTIONS, type SharedFlags } from "../options/shared-options.ts";
import { chooseBackend } from "../run/choose-backend.ts";
import { watchPipeline } from "../run/watch-pipeline.ts";
import { createProgress } from "../terminal/progress.ts";
import { writeRows } from "../terminal/write-rows.ts";

type Flags = Pick<SharedFlags, "backend" | "quiet" | "json"> & Omit<CompressOptions, "now" | "signal" | "onEvent">;

const HELP = `
Methods:
  units, factorise, tucker (convolutions), layers (equal ones become one), prune, share (codebooks), quantise, round
  (as quantise, but the rounding is learned from the examples, without training)

Output:
  The candidates that no other one beats in size and accuracy. * marks the chosen one.

Examples:
  $ dark-knowledge compress runs/letters/student --data letters.csv --to small
  $ dark-knowledge compress runs/letters/student --data letters.csv --target "size<20kB" --budget 10m --to small`;

/** Creates the `compress` command. */
export function compressCommand(context: CommandContext): Command {
  const command = new Command("compress")
    .description("search for the smallest form of a student that is accurate enough, or the best one of a size")
    .argument("<student>", "the directory of a student")
    .requiredOption("--data <path>", "raw examples, to learn from")
    .option("--validation <path>", "raw examples with labels to choose by (default: a fifth of those of --data)")
    .option("--test <path>", "raw examples with labels, used for no choice")
    .option("--teacher <directory>", "a student to learn from (again for the mean of several; default: itself)", list)
    .option("--target <limit>", "a size with gzip, size<100kB, or a drop in points (default: drop<0.5)")
    .option("--methods <list>", "such as prune:0.9,quantise:4 (default: all that suit; see below)")
    .option("--budget <time>", "the most time, such as 10m (default: until nothing promising is left)")
    .option("--epochs <n>", "passes over the data after each step (default: 6, or 2,000 steps)", parseCount)
    .option("--seed <seed>", "determines the split and the order of examples (default: 1)", parseSeed)
    .requiredOption("--to <directory>", "the directory to write to; candidates are kept in <directory>.search");
  for (const name of ["backend", "quiet"] as const) SHARED_OPTIONS[name](command);
  return SHARED_OPTIONS.json(command, "print JSON lines")
    .addHelpText("after", HELP)
    .action((student: string, flags: Flags) => compress(student, flags, context));
}

const OPTIONS = ["target", "methods", "budget"].map((name) => ({ name, path: name }));

async function compress(
  student: string,
  { backend, quiet = false, json = false, ...flags }: Flags,
  context: CommandContext,
) {
  await chooseBackend(backend);
  const progress = createProgress(context.stderr, { quiet });
  const surroundings = { now: () => performance.now(), signal: context.signal, onEvent: watchPipeline(progress) };
  const { summary } = await compressStudent(student, { ...flags, ...surroundings })
    .finally(() => progress.stop())
    .catch((error: unknown) => Promise.reject(nameOption(OPTIONS, error)));
  writeRows(context.stdout, json ? summary.records : summary.rows, json);
  if (summary.problem !== undefined) throw new Error(summary.problem);
  if (!json) context.stdout.write(`${summary.lines.join("\n")}\n`);
}

const list = (one: string, before: readonly string[] = []) => [...before, one];
