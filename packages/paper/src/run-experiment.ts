import { join } from "node:path";
import { type BackendChoice, describeBackend } from "@dark-knowledge/backend";
import { assertFields, type Fields } from "@dark-knowledge/core";
import { type LockOptions, lockDirectory, makeDirectory, writeDurably } from "@dark-knowledge/core/node";
import type { Runner } from "@dark-knowledge/pipeline";
import { type PipelineEvent, type PipelineOptions, runPipeline } from "@dark-knowledge/pipeline/node";
import type { RunRecord } from "@dark-knowledge/report";
import type { DataSource } from "./data/data-source.ts";
import { detachParts } from "./data/detach-parts.ts";
import type { ExperimentData } from "./data/experiment-data.ts";
import type { AnswersEvent, Experiment, ExperimentOutcome, ExperimentStage, SpecParts } from "./experiment.ts";
import { backendOf, environmentOf } from "./internal/environment-of.ts";
import { environmentsOf } from "./internal/environments-of.ts";
import { keepFolder } from "./internal/keep-folder.ts";
import { measureOnce } from "./internal/measure-once.ts";
import type { TeacherAccess } from "./nets/external-teacher.ts";
import { pinNets } from "./nets/pin-nets.ts";
import type { TrainingEvent } from "./nets/training-event.ts";
import { versions } from "./versions.ts";

/** Options of {@link runExperiment}. They change nothing but the last digits of results. */
export interface RunOptions
  extends Pick<PipelineOptions<never, TrainingEvent>, "otherEnvironment" | "retries" | "onWait"> {
  /** The run directory. Stages that are finished there do not run again. */
  readonly directory: string;
  readonly source: DataSource;
  readonly runner: Runner;
  /** The backend on which tasks compute. */
  readonly choice: BackendChoice;
  /** The most threads per task. Default: the backend's choice. */
  readonly threads?: number | undefined;
  readonly signal: AbortSignal;
  /** The command that repeats the run once its specification is in `spec.json`, for the record. Default: none. */
  readonly command?: string;
  /** How a teacher from elsewhere is reached. */
  readonly access?: TeacherAccess;
  /** A clock in milliseconds, such as `() => performance.now()`, for experiments that measure times. Default: they measure none. */
  readonly now?: () => number;
  /** Called while a teacher from elsewhere answers. */
  readonly onAnswers?: (event: AnswersEvent) => void;
  /** Called with the data before training starts. */
  readonly onData?: (data: ExperimentData) => void;
  readonly onEvent: (event: PipelineEvent<ExperimentStage, TrainingEvent>) => void;
}

/** Result of an experiment. */
export interface RunResult {
  readonly record: RunRecord;
  /** The errors of failed stages, by name. */
  readonly failures: ReadonlyMap<string, Error>;
  /** The kept folders, such as trained nets, by name. */
  readonly kept: Readonly<{ [name: string]: string }>;
  /** The pages besides the report, by name without their ending. */
  readonly pages: Readonly<{ [name: string]: string }>;
}

/**
 * Runs an experiment: loads its data, runs its stages, and writes the results to the run directory.
 *
 * If the process is killed at any moment, the same call resumes and produces the same record, byte for byte.
 *
 * @returns the record, the errors of failed stages, the kept folders, and further pages
 * @throws SpecError, ArgumentError or Error with a one-line message; if all stages failed, the first failure
 *
 * @example
 * ```ts
 * import { mkdtempSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { selectBackend } from "@dark-knowledge/backend";
 * import { distill, runExperiment } from "@dark-knowledge/paper";
 * import { createInlineRunner } from "@dark-knowledge/pipeline";
 *
 * const { signal } = new AbortController();
 * const net = { hidden: [4], epochs: 1 };
 * const spec = distill.resolve({ trainSize: 100, testSize: 50, seeds: [1], teacher: net, student: net });
 * const { record } = await runExperiment(distill, spec, {
 *   directory: mkdtempSync(`${tmpdir()}/run-`),
 *   source: { cache: tmpdir(), signal },
 *   runner: createInlineRunner(),
 *   choice: await selectBackend({ prefer: ["wasm"] }),
 *   signal,
 *   onEvent() {},
 * });
 * record.nets.length; // => 3
 * ```
 */
export async function runExperiment<Spec extends object>(
  experiment: Experiment<Spec>,
  given: Spec,
  options: RunOptions,
): Promise<RunResult> {
  assertRun(experiment, options);
  const { directory, source, choice, threads, signal, runner, onEvent, onData, otherEnvironment, retries } = options;
  const { access, command, onAnswers = () => {}, onWait, now } = options;
  // Whatever comes as a specification is one afterwards, with its defaults.
  const netsPinned = await pinNets(experiment.resolve(given as SpecParts));
  const spec = (await experiment.pin?.(netsPinned)) ?? netsPinned;
  const stages = experiment.stages(spec);
  signal.throwIfAborted();
  const data = await experiment.loadData(spec, source);
  onData?.(data);
  signal.throwIfAborted();
  await makeDirectory("runExperiment", directory);
  const lock = await lockDirectory("runExperiment", directory, { onWait, signal });
  try {
    await writeText(directory, "spec.json", `${JSON.stringify(spec, null, 2)}\n`);
    const prepared = (await experiment.prepare?.(spec, data, { directory, access, signal, onAnswers })) ?? {};
    const { identity, shared } = prepared;
    const place = join(directory, "stages");
    const environment = environmentOf(choice, threads);
    const { stages: outcomes, failures } = await runPipeline(stages, {
      directory: place,
      ...{ runner, signal, onEvent, onWait },
      shared: { ...detachParts(data), ...shared, backend: choice.name, threads },
      identity:
        identity === undefined ? experiment.identify(spec) : { data: experiment.identify(spec), prepared: identity },
      environment,
      ...(otherEnvironment ? { otherEnvironment } : {}),
      ...(retries === undefined ? {} : { retries }),
    });
    if (outcomes.size === 0 && failures.size > 0) throw [...failures.values()][0];
    const directoryOf = (stage: string) => join(place, stage);
    const environments = environmentsOf(outcomes);
    const backend = backendOf(environments, environment) ?? describeBackend(choice).split("\n")[0]!;
    const found = { spec, data, outcomes, failures, directoryOf, backend, versions: versions() };
    const outcome = await withMeasured(experiment, found, directory, now);
    const record = { ...(await experiment.record(outcome)), ...(command ? { command } : {}), environments };
    for (const [name, text] of Object.entries(experiment.files(record))) await writeText(directory, name, text);
    const kept = await keepFolders(experiment, outcome, directory, { onWait, signal });
    return { record, failures, kept, pages: await writePages(experiment, outcome, directory) };
  } finally {
    await lock.release();
  }
}

/** Checks what would fail in the middle of a run. */
function assertRun<Spec extends object>(experiment: Experiment<Spec>, options: RunOptions): void {
  const name = "runExperiment";
  assertFields(name, experiment, PARTS, { argument: "experiment", prefix: "experiment." });
  assertFields(name, options, {
    ...{
      directory: "text",
      source: "object",
      runner: "object",
      choice: "object",
      threads: "number?",
      signal: "signal",
    },
    ...{ command: "text?", access: "object?", onAnswers: "function?", onData: "function?", onEvent: "function" },
    ...{ onWait: "function?", now: "function?" },
  });
  assertFields(name, options.choice, { name: "text", capabilities: "object" }, { prefix: "choice." });
}

const PARTS: Fields = {
  ...{ resolve: "function", loadData: "function", identify: "function", stages: "function", record: "function" },
  ...{ files: "function", pin: "function?", prepare: "function?", kept: "function?" },
  ...{ measure: "function?", pages: "function?" },
};

/** Measures times where the experiment does so and there is a clock. */
async function withMeasured<Spec extends object>(
  { measure }: Experiment<Spec>,
  outcome: ExperimentOutcome<Spec>,
  directory: string,
  now: (() => number) | undefined,
): Promise<ExperimentOutcome<Spec>> {
  if (measure === undefined || now === undefined) return outcome;
  const stages = Array.from(outcome.outcomes, ([name, { environment }]) => [name, environment]);
  return { ...outcome, measured: await measureOnce(directory, [outcome.spec, stages], () => measure(outcome, now)) };
}

async function writePages<Spec extends object>(
  experiment: Experiment<Spec>,
  outcome: ExperimentOutcome<Spec>,
  directory: string,
): Promise<Readonly<{ [name: string]: string }>> {
  const pages: { [name: string]: string } = {};
  for (const [file, text] of Object.entries((await experiment.pages?.(outcome)) ?? {})) {
    await writeText(directory, file, text);
    pages[file.replace(/\.html$/, "")] = join(directory, file);
  }
  return pages;
}

async function keepFolders<Spec extends object>(
  experiment: Experiment<Spec>,
  outcome: ExperimentOutcome<Spec>,
  directory: string,
  lockOptions: LockOptions,
): Promise<Readonly<{ [name: string]: string }>> {
  const kept: { [name: string]: string } = {};
  for (const [name, from] of Object.entries(experiment.kept?.(outcome) ?? {})) {
    kept[name] = join(directory, name);
    await keepFolder("runExperiment", from, kept[name], lockOptions);
  }
  return kept;
}

async function writeText(directory: string, name: string, text: string): Promise<void> {
  try {
    await writeDurably(directory, name, [Buffer.from(text)]);
  } catch (cause) {
    throw new Error(`runExperiment: ${(cause as Error).message}`, { cause });
  }
}
