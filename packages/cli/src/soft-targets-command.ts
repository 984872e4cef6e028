import {
  fetchSoftTargets,
  type OpenSoftTargetsOptions,
  type SoftTargetEncoding,
  type SoftTargetSummary,
  type SoftTargets,
  summariseSoftTargets,
  verifySoftTargets,
} from "@dark-knowledge/soft-targets";
import { openSoftTargets } from "@dark-knowledge/soft-targets/node";
import { loadModel, recordSoftTargets } from "@dark-knowledge/training/node";
import { Command, InvalidArgumentError } from "commander";
import { alignColumns } from "./align-columns.ts";
import { chooseBackend } from "./choose-backend.ts";
import type { CommandContext } from "./distill-command.ts";
import { loadData } from "./load-data.ts";
import { parseCount, parseDataset, parseIntegers } from "./option-parsers.ts";
import { createProgress, type Progress } from "./progress.ts";
import { readSpec } from "./read-spec.ts";
import { type DatasetName, resolveSpec } from "./spec.ts";

interface QuietFlag {
  readonly quiet?: boolean;
}

interface RecordFlags extends QuietFlag {
  readonly teacher: string;
  readonly spec?: string;
  readonly dataset?: DatasetName;
  readonly dataDir?: string;
  readonly trainSize?: number;
  readonly transferSize?: number;
  readonly omit?: number[];
  readonly type: "float32" | "float16";
  readonly topK?: number;
  readonly views?: number;
  readonly jitter?: number;
  readonly seed: number;
  readonly backend?: string;
}

interface InspectFlags extends QuietFlag {
  readonly json?: boolean;
}

const HELP = `
Examples:
  $ dark-knowledge soft-targets record answers --teacher runs/first/models/teacher --spec runs/first/spec.json
        what the teacher of a run says of the run's transfer set; interrupted, the same command goes on
  $ dark-knowledge soft-targets record answers --teacher models/big --dataset mnist --type float16 --views 5 --jitter 2
        five jittered views of each of MNIST's training images, in half the space
  $ dark-knowledge soft-targets inspect answers
        how many, whose, how soft they are, and what the teacher takes for what
  $ dark-knowledge soft-targets verify https://example.org/answers
        every byte of a store, here from a web server`;

/** Makes the `soft-targets` command. */
export function softTargetsCommand(context: CommandContext): Command {
  return new Command("soft-targets")
    .description("record a teacher's answers once, look at them, check them")
    .addCommand(recordCommand(context))
    .addCommand(
      new Command("inspect")
        .description("show what a directory or an address of soft targets holds")
        .argument("<store>", "the directory or the http(s) address")
        .option("--json", "print everything as JSON")
        .option("--quiet", "no progress")
        .action((store: string, flags: InspectFlags) => inspect(store, flags, context)),
    )
    .addCommand(
      new Command("verify")
        .description("check every byte of a directory or an address of soft targets")
        .argument("<store>", "the directory or the http(s) address")
        .option("--quiet", "no progress")
        .action((store: string, flags: QuietFlag) => verify(store, flags, context)),
    )
    .addHelpText("after", HELP);
}

function recordCommand(context: CommandContext): Command {
  return new Command("record")
    .description("run a teacher over a data set once and keep its answers; goes on where it was interrupted")
    .argument("<directory>", "where the answers go")
    .requiredOption("--teacher <directory>", "the teacher: a directory with model.json and weights.bin")
    .option("--spec <file>", "the specification of a run: answers for its transfer set")
    .option("--dataset <name>", "digits (generated), mnist or fashion-mnist", parseDataset)
    .option("--data-dir <directory>", "where the data set's files are")
    .option("--train-size <n>", "training examples to use, validation set included", parseCount)
    .option("--transfer-size <n>", "how many of them to answer", parseCount)
    .option("--omit <classes>", "classes to leave out", parseIntegers)
    .option("--type <type>", "float32, which keeps every bit, or float16", parseType, "float32")
    .option("--top-k <k>", "only the k largest logits and the mass of the rest", parseCount)
    .option("--views <n>", "jittered views of each example (needs --jitter)", parseCount)
    .option("--jitter <pixels>", "how far the views are shifted at most (needs --views)", parseCount)
    .option("--seed <seed>", "the seed of the run whose views are wanted", parseSeed, 1)
    .option("--backend <name>", "the tensor backend (default: the first that works here)")
    .option("--quiet", "no progress")
    .action((directory: string, flags: RecordFlags) => record(directory, flags, context));
}

async function record(directory: string, flags: RecordFlags, context: CommandContext): Promise<void> {
  const { teacher, dataDir, type, topK, views, jitter, seed, backend } = flags;
  if ((views === undefined) !== (jitter === undefined)) {
    throw new Error(`--${views === undefined ? "jitter" : "views"}: give --views and --jitter together`);
  }
  const { dataset, trainSize, transferSize, omit } = flags;
  const spec = resolveSpec(await readSpec(flags.spec), { dataset, trainSize, transferSize, omit });
  const encoding: SoftTargetEncoding =
    topK === undefined ? { kind: "dense", dtype: type } : { kind: "top-k", dtype: type, k: topK };
  await chooseBackend(backend);
  const { environment, signal, stdout } = context;
  const { transfer } = await loadData(spec, { dataDir, environment, signal, onDownload: () => {} });
  const model = await loadModel(teacher);
  try {
    const result = await withProgress("answers", "answers", flags, context, (onProgress) =>
      recordSoftTargets(model, transfer, directory, {
        encoding,
        onProgress,
        signal,
        ...(views === undefined || jitter === undefined ? {} : { views: { seed, epochs: views, jitter } }),
      }),
    );
    stdout.write(`${count(result.answers)} answers in ${directory}, ${count(result.recorded)} of them new\n`);
    stdout.write(`teacher ${result.teacherFingerprint}\n`);
  } finally {
    model.dispose();
  }
}

async function inspect(store: string, flags: InspectFlags, context: CommandContext): Promise<void> {
  const softTargets = await open(store, { allowIncomplete: true });
  try {
    const summary = await withProgress(store, "answers", flags, context, (onProgress) =>
      summariseSoftTargets(softTargets, { onProgress, signal: context.signal }),
    );
    context.stdout.write(
      flags.json
        ? `${JSON.stringify({ manifest: softTargets.manifest, summary })}\n`
        : describe(store, softTargets, summary),
    );
  } finally {
    await softTargets.close();
  }
}

async function verify(store: string, flags: QuietFlag, context: CommandContext): Promise<void> {
  const softTargets = await open(store, { allowIncomplete: true });
  try {
    const answers = await withProgress(store, "bytes", flags, context, (onProgress) =>
      verifySoftTargets(softTargets, { onProgress, signal: context.signal }),
    );
    const { shards, isComplete } = softTargets.manifest;
    context.stdout.write(`${store}: ${count(answers)} answers in ${count(shards.length)} files, every byte is right\n`);
    if (!isComplete) throw new Error(`${store}: the recording did not finish; run the same record command again`);
  } finally {
    await softTargets.close();
  }
}

function open(store: string, options: OpenSoftTargetsOptions): Promise<SoftTargets> {
  return /^https?:\/\//.test(store) ? fetchSoftTargets(store, options) : openSoftTargets(store, options);
}

/** Shows how far a piece of work is, from its first word on. */
async function withProgress<Result>(
  label: string,
  unit: string,
  { quiet = false }: QuietFlag,
  { stderr }: CommandContext,
  work: (onProgress: (done: number, total: number) => void) => Promise<Result>,
): Promise<Result> {
  const progress: Progress = createProgress(stderr, { quiet });
  let hasBegun = false;
  let noted = 0;
  try {
    const result = await work((done, total) => {
      if (!hasBegun) progress.begin(label, total, unit);
      hasBegun = true;
      progress.update(label, done);
      // Where there are no bars, a line for each tenth.
      const tenth = Math.floor((10 * done) / total);
      if (tenth > noted) progress.note(label, `${count(done)} of ${count(total)}`);
      noted = tenth;
    });
    if (hasBegun) progress.end(label);
    return result;
  } finally {
    progress.stop();
  }
}

/** The store as a page of text. */
function describe(store: string, { manifest }: SoftTargets, summary: SoftTargetSummary): string {
  const { encoding, classNames, dataset, augmentationSeeds, augmentation, shards, isComplete } = manifest;
  const bytes = shards.reduce((sum, shard) => sum + shard.bytes, 0);
  const rows = encoding.kind === "dense" ? "full rows" : `the ${encoding.k} largest and the mass of the rest`;
  const changes = Object.entries(augmentation).map(([name, value]) => `, ${name} ${value}`);
  const facts = [
    ["store", `${store}${isComplete ? "" : " (the recording did not finish)"}`],
    ["teacher", manifest.teacherFingerprint],
    [
      "answers",
      `${count(summary.answers)}: ${count(dataset.size)} examples × ${augmentationSeeds.length} views${changes.join("")}`,
    ],
    ["shape", `[${summary.answers}, ${classNames.length}], ${rows}, ${encoding.dtype}`],
    ["size", `${count(bytes)} bytes in ${count(shards.length)} files`],
  ];
  const entropies = summary.entropies.map(({ temperature, entropy }) => [String(temperature), entropy.toFixed(4)]);
  const confusions = summary.confusions.map(({ predicted, other, meanProb }) => [
    predicted,
    other,
    meanProb.toFixed(4),
  ]);
  const uniform = Math.log(classNames.length).toFixed(4);
  const sections = [
    alignColumns(facts),
    `${alignColumns([["temperature", "mean entropy in nats"], ...entropies])}\n(uniform: ${uniform})`,
    alignColumns([["predicted", "also thought of", "mean probability"], ...confusions]),
  ];
  return `${sections.join("\n\n")}\n`;
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}

function parseType(text: string): "float32" | "float16" {
  if (text === "float32" || text === "float16") return text;
  throw new InvalidArgumentError("It must be float32 or float16.");
}

function parseSeed(text: string): number {
  if (/^\d+$/.test(text) && Number.isSafeInteger(Number(text))) return Number(text);
  throw new InvalidArgumentError("It must be a whole number, 0 or more.");
}
