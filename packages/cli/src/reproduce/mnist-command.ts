import { join } from "node:path";
import { type BackendChoice, describeBackend } from "@dark-knowledge/backend";
import { lockDirectory, makeDirectory, writeDurably } from "@dark-knowledge/core/node";
import { describeMnistRun, type MnistRecord, mnistMarkdown } from "@dark-knowledge/report";
import { Command, InvalidArgumentError } from "commander";
import { chooseBackend } from "../choose-backend.ts";
import { createRunner } from "../create-runner.ts";
import type { CommandContext } from "../distill-command.ts";
import { parseCount, parseSeeds } from "../option-parsers.ts";
import { createProgress, type Progress } from "../progress.ts";
import { readSpec } from "../read-spec.ts";
import { rejectOnAbort } from "../reject-on-abort.ts";
import { reportDownload } from "../report-download.ts";
import { runStages } from "../run-stages.ts";
import type { TaskRunner } from "../run-tasks.ts";
import { versions } from "../versions.ts";
import { loadMnistData } from "./load-mnist-data.ts";
import { makeMnistRecord, mnistRecordLines } from "./make-mnist-record.ts";
import type { MnistEvent, MnistShared } from "./mnist-shared.ts";
import {
  MNIST_TABLES,
  type MnistSpec,
  type MnistTable,
  type PartialMnistSpec,
  resolveMnistSpec,
} from "./mnist-spec.ts";
import { type MnistStage, mnistStages } from "./mnist-stages.ts";
import type { MnistTraining } from "./mnist-train.ts";
import { writeMnistPages } from "./write-mnist-pages.ts";

interface MnistFlags {
  readonly spec?: string;
  readonly smoke?: boolean;
  readonly dataDir?: string;
  readonly only?: MnistTable[];
  readonly seeds?: number[];
  readonly teacherSeeds?: number[];
  readonly holdOut?: number;
  readonly out: string;
  readonly workers?: number;
  readonly backend?: string;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

const EXPLANATION = `
What it does:
  Trains teachers on jittered images, and students on labels and on the teachers' soft targets: section 3 of the paper, the
  temperature sweep, transfer sets without 3s and of 7s and 8s only, and what goes beyond it. Every net is a stage of
  the run directory. What is there already is not done again, and what was interrupted goes on from its last
  checkpoint: run the same command again after a crash or Ctrl-C.

Tables (--only):
  ${MNIST_TABLES.join(", ")}

Examples:
  $ dark-knowledge reproduce mnist --smoke
        all of it on generated digits, in a minute
  $ dark-knowledge reproduce mnist --data-dir mnist --only section-3,temperature
        two of the tables, on MNIST
  $ dark-knowledge reproduce mnist --data-dir mnist --hold-out 10000 --out runs/choice
        measures on a part of the training set, to choose something by it`;

/** Makes the `reproduce mnist` command. */
export function mnistCommand(context: CommandContext): Command {
  return new Command("mnist")
    .description("section 3 of the paper: MNIST digits, temperatures, and classes that the student never saw")
    .option("--spec <file>", "read a specification (JSON); the options below override it")
    .option("--smoke", "generated digits and small nets, in a minute")
    .option("--data-dir <directory>", "where the MNIST files are (or $DARK_KNOWLEDGE_DATA/mnist)")
    .option("--only <tables>", "some of the tables, with commas between them", parseTables)
    .option("--seeds <n|list>", "students of each kind, or their seeds, such as 11,12,13", parseSeeds)
    .option("--teacher-seeds <n|list>", "teachers, or their seeds", parseSeeds)
    .option("--hold-out <n>", "training examples that stand in for the test set", parseCount)
    .option("--out <directory>", "the run directory, made or gone on with", join("runs", "mnist"))
    .option("--workers <n>", "nets to train at once, where the backend can (default: one per core)", parseCount)
    .option("--backend <name>", "the tensor backend (default: the first that works here)")
    .option("--quiet", "no progress")
    .option("--json", "print the record as JSON lines instead of the tables")
    .addHelpText("after", EXPLANATION)
    .action((flags: MnistFlags) => mnistAction(flags, context));
}

async function mnistAction(flags: MnistFlags, context: CommandContext): Promise<void> {
  const { stdout, stderr, signal } = context;
  const given = (await readSpec(flags.spec)) as PartialMnistSpec;
  const spec = onlyTables(resolveMnistSpec(given, specOf(flags)), flags.only);
  const stages = mnistStages(spec);
  const choice = await chooseBackend(flags.backend);
  const { runner, threads } = createRunner(choice, flags.workers, stages.length, context);
  const progress = createProgress(stderr, { quiet: flags.quiet ?? false });
  try {
    const run = reproduce(spec, stages, choice, { runner, threads, progress, flags, context });
    const record = await Promise.race([run, rejectOnAbort(signal)]);
    progress.stop();
    stdout.write(
      flags.json
        ? mnistRecordLines(record)
        : `\n${describeMnistRun(record)}\n\n${mnistMarkdown(record)}\n\nrecord   ${join(flags.out, "record.jsonl")}\n`,
    );
  } catch (error) {
    progress.stop();
    if (!signal.aborted) throw error;
    throw new Error(`interrupted; run the same again to go on from what is in ${flags.out}`);
  } finally {
    await runner.close();
  }
}

interface Surroundings {
  readonly runner: TaskRunner;
  readonly threads: number | undefined;
  readonly progress: Progress;
  readonly flags: MnistFlags;
  readonly context: CommandContext;
}

async function reproduce(
  spec: MnistSpec,
  stages: readonly MnistStage[],
  choice: BackendChoice,
  { runner, threads, progress, flags, context }: Surroundings,
): Promise<MnistRecord> {
  const { out, dataDir } = flags;
  const { environment, signal } = context;
  const data = await loadMnistData(spec, { dataDir, environment, signal, onDownload: reportDownload(progress) });
  const shared: MnistShared = { ...data, backend: choice.name, threads };
  await makeDirectory("--out", out);
  const lock = await lockDirectory("--out", out);
  try {
    await writeDurably(out, "spec.json", [Buffer.from(`${JSON.stringify(spec, null, 2)}\n`)]);
    const { dataset, trainSize, testSize, holdOut } = spec;
    const backend = describeBackend(choice).split("\n")[0]!;
    const outcome = await runStages(stages, {
      directory: join(out, "stages"),
      runner,
      shared,
      identity: { dataset, trainSize, testSize, holdOut, backend, threads, versions: versions() },
      signal,
      ...listeners(progress, stages.length),
    });
    const record = makeMnistRecord(spec, shared, stages, outcome, backend);
    const failed = record.failures?.map(({ name, message }) => `${name}: ${message}`)[0];
    if (failed && record.nets.length === 0) throw new Error(failed);
    await writeDurably(out, "record.jsonl", [Buffer.from(mnistRecordLines(record))]);
    await writeMnistPages(record, join(out, "report.html"));
    if (failed) throw new Error(`${failed}; the record of all others is ${join(out, "record.jsonl")}`);
    return record;
  } finally {
    await lock.release();
  }
}

const ALL = "all nets";

/** A bar for all stages and one for each that trains. */
function listeners(progress: Progress, count: number) {
  let done = 0;
  progress.begin(ALL, count, "stages");
  const finish = () => {
    done++;
    progress.update(ALL, done);
    if (done === count) progress.end(ALL);
  };
  const epochSizes = new Map<string, number>();
  return {
    onSkipped: finish,
    onDone({ name }: MnistStage) {
      if (epochSizes.has(name)) progress.end(name);
      finish();
    },
    onFailed: ({ name }: MnistStage, { message }: Error) => progress.warn(name, message),
    onRetry: ({ name }: MnistStage, text: string) => progress.warn(name, text),
    onEvent({ name, input }: MnistStage, event: MnistEvent) {
      if (event.kind === "warning") progress.warn(name, event.text);
      else if (event.kind === "step") progress.update(name, event.done);
      else if (event.kind === "begin") {
        epochSizes.set(name, event.examples / ((input as Partial<MnistTraining>).net?.epochs ?? 1));
        progress.begin(name, event.examples, "examples");
      } else {
        progress.update(name, (event.epoch + 1) * epochSizes.get(name)!);
        progress.note(name, `epoch ${event.epoch + 1} · loss ${event.logs.loss!.toPrecision(3)}`);
      }
    },
  };
}

function onlyTables(spec: MnistSpec, tables: readonly MnistTable[] | undefined): MnistSpec {
  if (tables === undefined) return spec;
  const students = spec.students.filter(({ table, name }) => tables.includes(table) || name === "hard");
  return { ...spec, students };
}

function specOf({ smoke, seeds, teacherSeeds, holdOut }: MnistFlags): PartialMnistSpec {
  return {
    ...(smoke ? { dataset: "digits" as const } : {}),
    ...(seeds ? { studentSeeds: seeds } : {}),
    ...(teacherSeeds ? { teacherSeeds } : {}),
    ...(holdOut === undefined ? {} : { holdOut }),
  };
}

function parseTables(text: string): MnistTable[] {
  return text.split(",").map((part) => {
    const table = MNIST_TABLES.find((name) => name === part.trim());
    if (table === undefined) throw new InvalidArgumentError(`It must be some of ${MNIST_TABLES.join(", ")}.`);
    return table;
  });
}
