import { distill, type SpecOption, transferSetOf, transferSpecOf } from "@dark-knowledge/paper";
import { formatCount, formatPlural } from "@dark-knowledge/report";
import {
  describeSoftTargets,
  fetchSoftTargets,
  type SoftTargets,
  summariseSoftTargets,
  verifySoftTargets,
} from "@dark-knowledge/soft-targets";
import { openSoftTargets } from "@dark-knowledge/soft-targets/node";
import { teacherKindOf } from "@dark-knowledge/teachers/node";
import { Command, Option } from "commander";
import type { CommandContext } from "../command-context.ts";
import { describeOptions } from "../options/describe-options.ts";
import { addEncodingOptions, type EncodingFlags, encodingOf } from "../options/encoding-options.ts";
import { readSpec } from "../options/read-spec.ts";
import { resolveOptions } from "../options/resolve-options.ts";
import { parseCount, parseSeed, SHARED_OPTIONS, type SharedFlags } from "../options/shared-options.ts";
import { chooseBackend } from "../run/choose-backend.ts";
import { assertTakesDirectory, dataSource } from "../run/data-source.ts";
import { describeBudget } from "../run/describe-budget.ts";
import { recordingOf } from "../run/recording-of.ts";
import { describeUsage, type ShowDone, showDone } from "../run/show-done.ts";
import { teacherAccess } from "../run/teacher-access.ts";
import { alignColumns } from "../terminal/align-columns.ts";
import { createProgress } from "../terminal/progress.ts";
import { reportDownload } from "../terminal/report-download.ts";
import { UsageError } from "../usage-error.ts";
import { exportSoftTargetsCommand } from "./export-soft-targets-command.ts";
import { importSoftTargetsCommand } from "./import-soft-targets-command.ts";

type QuietFlag = Pick<SharedFlags, "quiet">;

type RecordFlags = SharedFlags &
  EncodingFlags & {
    readonly teacher: string;
    readonly views?: number;
    readonly jitter?: number;
    readonly seed?: number;
  } & Readonly<Record<string, unknown>>;

interface InspectFlags extends QuietFlag {
  readonly json?: boolean;
}

const HELP = `
Examples:
  $ dark-knowledge soft-targets record answers --teacher runs/first/teacher --spec runs/first/spec.json
        the answers of a run's teacher to its transfer set; after an interruption, the same command resumes
  $ dark-knowledge soft-targets record answers --teacher models/big --dataset mnist --type float16 --views 5 --jitter 2
        five jittered views of each of MNIST's training images, in half the space
  $ dark-knowledge soft-targets import answers --from answers.parquet --kind probs
        answers that you already have, from a table, .npy or .npz
  $ dark-knowledge soft-targets export answers --to answers.parquet
        the same answers for other programs
  $ dark-knowledge soft-targets record answers --teacher "cmd: python3 teacher.py" --dataset mnist
        the answers of a Python program; FILE.onnx and http(s) addresses are teachers too
  $ dark-knowledge soft-targets inspect answers
        their number, their teacher, their entropy by temperature, and the most confused classes
  $ dark-knowledge soft-targets verify https://example.org/answers
        every byte of a store, here from a web server`;

/** Creates the `soft-targets` command. */
export function softTargetsCommand(context: CommandContext): Command {
  const inspectCommand = new Command("inspect")
    .description("show the contents of soft targets in a directory or at an address")
    .argument("<store>", "the directory or the http(s) address")
    .action((store: string, flags: InspectFlags) => inspect(store, flags, context));
  const verifyCommand = new Command("verify")
    .description("check every byte of soft targets in a directory or at an address")
    .argument("<store>", "the directory or the http(s) address")
    .action((store: string, flags: QuietFlag) => verify(store, flags, context));
  SHARED_OPTIONS.json(inspectCommand, "print everything as JSON");
  SHARED_OPTIONS.quiet(inspectCommand);
  SHARED_OPTIONS.quiet(verifyCommand);
  return new Command("soft-targets")
    .description("record, import, inspect, verify and export the answers of a teacher")
    .addCommand(recordCommand(context))
    .addCommand(importSoftTargetsCommand(context))
    .addCommand(exportSoftTargetsCommand(context))
    .addCommand(inspectCommand)
    .addCommand(verifyCommand)
    .addHelpText("after", HELP);
}

/** The options of `distill` that determine its transfer set. */
const DATA_OPTIONS: readonly SpecOption[] = distill.options.filter(({ name }) =>
  ["dataset", "trainSize", "transferSize", "omit", "only"].includes(name),
);

function recordCommand(context: CommandContext): Command {
  const command = new Command("record")
    .description("run a teacher over a transfer set once and store its answers; resumes if interrupted")
    .argument("<directory>", "the directory for the answers")
    .requiredOption(
      "--teacher <teacher>",
      'a directory with model.json and weights.bin, FILE.onnx, an http(s) address, or "cmd: COMMAND"',
    );
  SHARED_OPTIONS.spec(command);
  for (const { flags, meaning, fallback } of describeOptions(distill, DATA_OPTIONS)) {
    command.addOption(new Option(flags, `${meaning} (default: ${fallback})`));
  }
  SHARED_OPTIONS.dataDir(command);
  addEncodingOptions(command);
  command
    .option("--views <n>", "jittered views of each example (needs --jitter)", parseCount)
    .option("--jitter <pixels>", "the largest shift of the views (needs --views)", parseCount)
    .option("--seed <seed>", "the seed of the run whose views to record (needs --views; default: 1)", parseSeed);
  for (const name of ["budget", "price", "backend", "quiet"] as const) SHARED_OPTIONS[name](command);
  return command.action((directory: string, flags: RecordFlags) => record(directory, flags, context));
}

async function record(directory: string, flags: RecordFlags, context: CommandContext): Promise<void> {
  const { teacher, views, jitter, seed, backend, dataDir } = flags;
  if ((views === undefined) !== (jitter === undefined)) {
    throw new UsageError(
      `--${views === undefined ? "jitter" : "views"} has no effect alone; give --views and --jitter together`,
    );
  }
  if (seed !== undefined && views === undefined) throw new UsageError("--seed has no effect without --views");
  const file = await readSpec(flags.spec);
  const spec = resolveOptions(distill, DATA_OPTIONS, flags, (parts) => distill.resolve(file, ...parts));
  assertTakesDirectory(distill, spec, dataDir);
  const encoding = encodingOf(flags);
  const access = teacherAccess(teacherKindOf(teacher) && teacher, flags, context);
  await chooseBackend(backend);
  const { signal, stdout, stderr } = context;
  const downloads = createProgress(stderr, { quiet: flags.quiet ?? false });
  const source = { ...dataSource(flags, context), onDownload: reportDownload(downloads) };
  const { training } = await distill.loadData(spec, source).finally(() => downloads.stop());
  const transfer = transferSetOf(training, transferSpecOf(spec));
  const recording = await recordingOf(teacher, transfer, access, signal);
  let reached = { done: 0, total: 0 };
  if (recording.warning !== undefined && !flags.quiet) stderr.write(`teacher: ${recording.warning}\n`);
  try {
    const result = await withProgress("answers", "answers", flags, context, (onProgress) =>
      recording.record(transfer, directory, {
        encoding,
        onWait: (line) => stderr.write(`${line.replace(/^\w+: /, "")}\n`),
        onProgress(done, total) {
          reached = { done, total };
          onProgress(done, total, recording.usage());
        },
        ...(views === undefined || jitter === undefined ? {} : { views: { seed: seed ?? 1, epochs: views, jitter } }),
      }),
    );
    stdout.write(
      `${formatPlural(result.answers, "answer")} in ${directory}, ${formatCount(result.recorded)} of them new\n`,
    );
    if (result.unanswered > 0) stdout.write(`${formatCount(result.unanswered)} without an answer\n`);
    const usage = recording.usage();
    if (usage !== undefined) stdout.write(`${describeUsage(usage)}\n`);
    stdout.write(`teacher ${result.teacherFingerprint}\n`);
  } catch (error) {
    throw describeBudget(error, flags, reached, directory);
  } finally {
    await recording.close();
  }
}

function inspect(store: string, flags: InspectFlags, context: CommandContext): Promise<void> {
  return withStore(store, async (softTargets) => {
    const summary = await withProgress(store, "answers", flags, context, (onProgress) =>
      summariseSoftTargets(softTargets, { onProgress, signal: context.signal }),
    );
    const tables = Object.values(describeSoftTargets(store, softTargets, summary))
      .filter((table) => table.length > 0)
      .map(alignColumns);
    const { manifest } = softTargets;
    context.stdout.write(`${flags.json ? JSON.stringify({ manifest, summary }) : tables.join("\n\n")}\n`);
  });
}

function verify(store: string, flags: QuietFlag, context: CommandContext): Promise<void> {
  return withStore(store, async (softTargets) => {
    const answers = await withProgress(store, "bytes", flags, context, (onProgress) =>
      verifySoftTargets(softTargets, { onProgress, signal: context.signal }),
    );
    const { shards, isComplete } = softTargets.manifest;
    const counts = `${formatPlural(answers, "answer")} in ${formatPlural(shards.length, "file")}`;
    context.stdout.write(`${store}: ${counts}, every byte is right\n`);
    if (!isComplete) throw new Error(`${store}: the recording did not finish; run the same record command again`);
  });
}

async function withStore(store: string, work: (softTargets: SoftTargets) => Promise<void>): Promise<void> {
  const open = /^https?:\/\//.test(store) ? fetchSoftTargets : openSoftTargets;
  const softTargets = await open(store, { allowIncomplete: true });
  await work(softTargets).finally(() => softTargets.close());
}

/** Shows the progress of a piece of work, from its first event. */
async function withProgress<Result>(
  label: string,
  unit: string,
  { quiet = false }: QuietFlag,
  { stderr }: CommandContext,
  work: (onProgress: ShowDone) => Promise<Result>,
): Promise<Result> {
  const progress = createProgress(stderr, { quiet });
  return work(showDone(progress, label, unit)).finally(() => progress.stop());
}
