import { existsSync } from "node:fs";
import { join } from "node:path";
import { type BackendChoice, describeBackend } from "@dark-knowledge/backend";
import { classNamesOf, datasetSize } from "@dark-knowledge/datasets";
import { Command } from "commander";
import { chooseBackend } from "../choose-backend.ts";
import { createRunner, type SizedRunner } from "../create-runner.ts";
import type { CommandContext } from "../distill-command.ts";
import { nameRun } from "../name-run.ts";
import { parseCount, parseIntegers, parseSeeds } from "../option-parsers.ts";
import { createProgress, type Progress } from "../progress.ts";
import { readSpec } from "../read-spec.ts";
import { rejectOnAbort } from "../reject-on-abort.ts";
import { createRunDirectory } from "../run-directory.ts";
import { versions } from "../versions.ts";
import { loadSpecialistsData } from "./load-specialists-data.ts";
import { runSeed } from "./run-seed.ts";
import { specialistsPage } from "./specialists-page.ts";
import type { SeedRecord, SpecialistsRecord } from "./specialists-record.ts";
import { type PartialSpecialistsSpec, resolveSpecialistsSpec, type SpecialistsSpec } from "./specialists-spec.ts";
import { specialistsTable } from "./specialists-table.ts";

interface SpecialistsFlags {
  readonly spec?: string;
  readonly smoke?: boolean;
  readonly dataDir?: string;
  readonly seeds?: number[];
  readonly hidden?: number[];
  readonly epochs?: number;
  readonly clusters?: number;
  readonly clusterSize?: number;
  readonly disjoint?: boolean;
  readonly specialistEpochs?: number;
  readonly trainSize?: number;
  readonly out?: string;
  readonly workers?: number;
  readonly backend?: string;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

const EXPLANATION = `
What it does:
  Trains a generalist, finds sets of classes that it confuses, trains a specialist for each set, and combines them
  without a gate. Beside it: the generalist trained as long as all of them, an ensemble and a mixture of experts of
  the same cost, naive averaging, and one net that is distilled from the combined answers. Everything is chosen on a
  validation set. The tables are those of section 5 of the paper.

Examples:
  $ dark-knowledge reproduce specialists --smoke
        generated examples in clusters that are known; seconds
  $ dark-knowledge reproduce specialists --data-dir emnist-byclass-test
        handwritten characters in 62 classes, three seeds`;

/** Makes the `reproduce specialists` command. */
export function specialistsCommand(context: CommandContext): Command {
  return new Command("specialists")
    .description("specialists for confusable classes, combined without a gate, and one net distilled from them")
    .option("--spec <file>", "read a specification (JSON); the options below override it")
    .option("--smoke", "generated data with known clusters, in seconds")
    .option(
      "--data-dir <directory>",
      "where the EMNIST ByClass test files are (or $DARK_KNOWLEDGE_DATA/emnist-byclass-test)",
    )
    .option("--seeds <n|list>", "how often all of it is done, or the seeds, such as 11,12,13", parseSeeds)
    .option("--hidden <units>", "hidden layers of the generalist, such as 64", parseIntegers)
    .option("--epochs <n>", "passes of the generalist over the training set", parseCount)
    .option("--clusters <n>", "how many specialists", parseCount)
    .option("--cluster-size <n>", "how many classes each knows; sets may then overlap", parseCount)
    .option("--disjoint", "each class in exactly one set")
    .option("--specialist-epochs <n>", "the most epochs of a specialist", parseCount)
    .option("--train-size <n>", "training examples to use, validation set included", parseCount)
    .option("--out <directory>", "the directory to write (default: runs/specialists-<time>)")
    .option("--workers <n>", "specialists to train at once, where the backend can (default: one per core)", parseCount)
    .option("--backend <name>", "the tensor backend (default: the first that works here)")
    .option("--quiet", "no progress")
    .option("--json", "print the whole record as JSON instead of the tables")
    .addHelpText("after", EXPLANATION)
    .action((flags: SpecialistsFlags) => specialistsAction(flags, context));
}

async function specialistsAction(flags: SpecialistsFlags, context: CommandContext): Promise<void> {
  const { stdout, stderr, signal } = context;
  const given = (await readSpec(flags.spec)) as PartialSpecialistsSpec;
  const spec = resolveSpecialistsSpec(given, specOf(flags));
  const out = flags.out ?? nameRun("specialists", context.now());
  const choice = await chooseBackend(flags.backend);
  // For each set a specialist of either kind.
  const sized = createRunner(choice, flags.workers, 2 * spec.specialists.clusters, context);
  const progress = createProgress(stderr, { quiet: flags.quiet ?? false });
  try {
    const run = reproduce(spec, out, choice, sized, flags, progress, context);
    const record = await Promise.race([run, rejectOnAbort(signal)]);
    progress.stop();
    stdout.write(
      flags.json
        ? `${JSON.stringify(record)}\n`
        : `\n${specialistsTable(record)}\nreport   ${join(out, "report.html")}\nrecord   ${join(out, "record.json")}\n`,
    );
  } catch (error) {
    progress.stop();
    if (!signal.aborted) throw error;
    const partial = `${out}.partial`;
    throw new Error(`interrupted${existsSync(partial) ? `; the seeds that were finished are in ${partial}` : ""}`);
  } finally {
    await sized.runner.close();
  }
}

async function reproduce(
  spec: SpecialistsSpec,
  out: string,
  choice: BackendChoice,
  sized: SizedRunner,
  { dataDir }: SpecialistsFlags,
  progress: Progress,
  { environment, signal }: CommandContext,
): Promise<SpecialistsRecord> {
  const data = await loadSpecialistsData(spec, { dataDir, environment });
  const directory = await createRunDirectory(out);
  await directory.write("spec.json", `${JSON.stringify(spec, null, 2)}\n`);
  const seeds: SeedRecord[] = [];
  for (const seed of spec.seeds) {
    const record = await runSeed(spec, data, {
      ...{ seed, progress, signal, scratch: directory.staging, backend: choice.name },
      ...sized,
    });
    await directory.write(`seed-${seed}.json`, `${JSON.stringify(record)}\n`);
    seeds.push(record);
  }
  const record: SpecialistsRecord = {
    spec,
    versions: versions(),
    backend: describeBackend(choice).split("\n")[0]!,
    dataset: {
      trainingSize: datasetSize(data.training),
      validationSize: datasetSize(data.validation),
      testSize: datasetSize(data.test),
      classNames: classNamesOf(data.test),
    },
    seeds,
  };
  await directory.write("record.json", `${JSON.stringify(record)}\n`);
  await directory.write("table.md", specialistsTable(record));
  await directory.write("report.html", specialistsPage(record));
  await directory.complete();
  return record;
}

function specOf(flags: SpecialistsFlags): PartialSpecialistsSpec {
  const { seeds, trainSize, hidden, epochs, clusters, clusterSize, specialistEpochs } = flags;
  return {
    dataset: flags.smoke ? "generated" : undefined,
    seeds,
    trainSize,
    generalist: { hidden, epochs },
    specialists: { clusters, size: flags.disjoint ? null : clusterSize, epochs: specialistEpochs },
  };
}
