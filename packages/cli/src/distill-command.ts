import { existsSync } from "node:fs";
import { join } from "node:path";
import { compareStudents, markdownTable } from "@dark-knowledge/report";
import { Command } from "commander";
import { chooseBackend } from "./choose-backend.ts";
import { createRunner } from "./create-runner.ts";
import { nameRun } from "./name-run.ts";
import { parseCount, parseDataset, parseIntegers, parseNumber, parsePositive, parseSeeds } from "./option-parsers.ts";
import { createProgress } from "./progress.ts";
import { readSpec } from "./read-spec.ts";
import { rejectOnAbort } from "./reject-on-abort.ts";
import { runDistillation } from "./run-distillation.ts";
import { type DatasetName, type DistillSpec, type PartialSpec, resolveSpec } from "./spec.ts";

/** What surrounds a command: the process as it is, or a test's stand-in. */
export interface CommandContext {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly now: () => Date;
  /** Whether jobs may go to worker threads; sources that were not built cannot. */
  readonly threads: boolean;
}

interface DistillFlags {
  readonly spec?: string;
  readonly dataset?: DatasetName;
  readonly dataDir?: string;
  readonly teacher?: number[];
  readonly student?: number[];
  readonly temperature?: number;
  readonly hardWeight?: number;
  readonly epochs?: number;
  readonly teacherEpochs?: number;
  readonly seeds?: number[];
  readonly omit?: number[];
  readonly only?: number[];
  readonly trainSize?: number;
  readonly transferSize?: number;
  readonly out?: string;
  readonly workers?: number;
  readonly backend?: string;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

const EXAMPLES = `
What it does:
  Trains a teacher, trains a small net on the hard labels, and distils the teacher into the same small net:
  the small net learns to give the teacher's probabilities, softened by a temperature. Then it counts errors
  on a test set that nothing was chosen on, and writes a run directory with models, metrics and report.html.

Examples:
  $ dark-knowledge distill
        ten classes of generated digits, three seeds, a few minutes on two cores
  $ dark-knowledge distill --dataset mnist --teacher 1200,1200 --student 800,800 --temperature 20
        the nets of the paper; MNIST is downloaded once, or read from --data-dir
  $ dark-knowledge distill --dataset mnist --omit 3
        the student never sees a 3, and has to learn it from the teacher's soft targets
  $ dark-knowledge distill --spec runs/2026-11-24/spec.json
        an earlier run again; other options change parts of it

MNIST and Fashion-MNIST are looked for in --data-dir, then in $DARK_KNOWLEDGE_DATA/<dataset>, then in the cache
(~/.cache/dark-knowledge), and are downloaded into the cache otherwise.`;

/** Makes the `distill` command. */
export function distillCommand(context: CommandContext): Command {
  return new Command("distill")
    .description("distil a big net into a small one and show what the soft targets brought")
    .option("--spec <file>", "read a specification (JSON); the options below override it")
    .option("--dataset <name>", "digits (generated), mnist or fashion-mnist", parseDataset)
    .option("--data-dir <directory>", "where the data set's files are")
    .option("--teacher <units>", "hidden layers of the teacher, such as 1200,1200", parseIntegers)
    .option("--student <units>", "hidden layers of the student, such as 800,800", parseIntegers)
    .option("--temperature <T>", "softens both nets' probabilities; higher is softer", parsePositive)
    .option("--hard-weight <w>", "weight of the hard labels when distilling, from 0 to 1", parseNumber)
    .option("--epochs <n>", "passes of the students over the transfer set", parseCount)
    .option("--teacher-epochs <n>", "passes of the teacher over the training set", parseCount)
    .option("--seeds <n|list>", "how many students of each kind, or their seeds, such as 11,12,13", parseSeeds)
    .option("--omit <classes>", "classes that the transfer set lacks", parseIntegers)
    .option("--only <classes>", "the only classes in the transfer set", parseIntegers)
    .option("--train-size <n>", "training examples to use, validation set included", parseCount)
    .option("--transfer-size <n>", "how many of them the students see", parseCount)
    .option("--out <directory>", "the run directory to write (default: runs/<dataset>-<time>)")
    .option("--workers <n>", "nets to train at once, where the backend can (default: one per core)", parseCount)
    .option(
      "--backend <name>",
      "tfjs-node-gpu, tfjs-node, webgpu, wasm-blas, wasm or cpu (default: the first of them that works here)",
    )
    .option("--quiet", "no progress")
    .option("--json", "print the whole record as JSON instead of the table")
    .addHelpText("after", EXAMPLES)
    .action((flags: DistillFlags) => distillAction(flags, context));
}

async function distillAction(flags: DistillFlags, context: CommandContext): Promise<void> {
  const { stdout, stderr, environment, signal } = context;
  const spec = resolveSpec(await readSpec(flags.spec), specOf(flags));
  const out = flags.out ?? nameRun(spec.dataset, context.now());
  const choice = await chooseBackend(flags.backend);
  const { runner, threads } = createRunner(choice, flags.workers, 2 * spec.seeds.length, context);
  const progress = createProgress(stderr, { quiet: flags.quiet ?? false });
  const { dataDir } = flags;
  try {
    const run = runDistillation(spec, { out, dataDir, choice, threads, environment, signal, runner, progress });
    const { record, directory, student } = await Promise.race([run, rejectOnAbort(signal)]);
    progress.stop();
    if (flags.json) {
      stdout.write(`${JSON.stringify(record)}\n`);
      return;
    }
    stdout.write(`\n${headline(spec)}\n\n${markdownTable(record)}\n\n${compareStudents(record)}\n\n`);
    stdout.write(`report   ${join(directory, "report.html")}\nstudent  ${student}\n`);
  } catch (error) {
    progress.stop();
    if (!signal.aborted) throw error;
    const partial = `${out}.partial`;
    throw new Error(`interrupted${existsSync(partial) ? `; what was finished so far is in ${partial}` : ""}`);
  } finally {
    await runner.close();
  }
}

function headline({ dataset, temperature, seeds }: DistillSpec): string {
  return `${dataset}, temperature ${temperature}, test errors as mean ± standard deviation over ${seeds.length} seed${seeds.length === 1 ? "" : "s"}`;
}

function specOf(flags: DistillFlags): PartialSpec {
  const { dataset, temperature, hardWeight, seeds, omit, only, trainSize, transferSize } = flags;
  return {
    dataset,
    temperature,
    hardWeight,
    seeds,
    omit,
    only,
    trainSize,
    transferSize,
    teacher: { hidden: flags.teacher, epochs: flags.teacherEpochs },
    student: { hidden: flags.student, epochs: flags.epochs },
  };
}
