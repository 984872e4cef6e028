import { join } from "node:path";
import { type BackendChoice, describeBackend } from "@dark-knowledge/backend";
import { datasetSize } from "@dark-knowledge/datasets";
import type { ModelRole, RunRecord } from "@dark-knowledge/report";
import { htmlReport, markdownTable } from "@dark-knowledge/report";
import { type Job, type JobResult, run as trainNet } from "./job.ts";
import { type DataOptions, loadData } from "./load-data.ts";
import { makeRecord } from "./make-record.ts";
import type { Progress } from "./progress.ts";
import { reportDownload } from "./report-download.ts";
import { createRunDirectory, type RunDirectory } from "./run-directory.ts";
import type { TaskRunner } from "./run-tasks.ts";
import type { DistillSpec, NetSpec } from "./spec.ts";
import type { TrainingEvent } from "./training-events.ts";

/** What a run needs beside its specification. */
export interface RunOptions extends Omit<DataOptions, "onDownload"> {
  readonly out: string;
  /** The backend that the nets are trained on. */
  readonly choice: BackendChoice;
  /** How many threads each net may take; all that the backend wants when left out. */
  readonly threads?: number | undefined;
  readonly runner: TaskRunner;
  readonly progress: Progress;
}

/** What a run leaves. */
export interface RunOutcome {
  readonly record: RunRecord;
  /** The run directory. */
  readonly directory: string;
  /** The distilled student with the fewest errors on the validation set, for a browser to load. */
  readonly student: string;
}

/**
 * Trains the teacher, the students on hard labels and the distilled students, and writes the run directory.
 *
 * Nothing depends on anything but the specification: jobs carry their seeds, and it does not matter which runs first.
 */
export async function runDistillation(spec: DistillSpec, options: RunOptions): Promise<RunOutcome> {
  const { out, choice, runner, progress, signal, threads } = options;
  const data = await loadData(spec, { ...options, onDownload: reportDownload(progress) });
  signal.throwIfAborted();
  const directory = await createRunDirectory(out);
  await directory.write("spec.json", `${JSON.stringify(spec, null, 2)}\n`);

  const run = (role: ModelRole, net: NetSpec, seed: number, extra: Partial<Job> = {}) =>
    runReported(runner, progress, directory, {
      role,
      seed,
      net,
      training: role === "teacher" ? data.training : data.transfer,
      validation: data.validation,
      test: data.test,
      modelDirectory: join(directory.staging, "models", modelName(role, seed)),
      backend: choice.name,
      threads,
      ...extra,
    });

  const teacherSeed = spec.seeds[0]!;
  const teacher = run("teacher", spec.teacher, teacherSeed);
  const hard = spec.seeds.map((seed) => run("hard", spec.student, seed));
  const distilled = teacher.then(() =>
    Promise.all(
      spec.seeds.map((seed) =>
        run("distilled", spec.student, seed, {
          distillation: {
            teacherDirectory: join(directory.staging, "models", modelName("teacher", teacherSeed)),
            temperature: spec.temperature,
            hardWeight: spec.hardWeight,
          },
        }),
      ),
    ),
  );
  const [teacherRun, hardRuns, distilledRuns] = await Promise.all([teacher, Promise.all(hard), distilled]);
  const results = { teacher: [teacherRun], hard: hardRuns, distilled: distilledRuns };
  const record = makeRecord(spec, data, results, describeBackend(choice).split("\n")[0]!);
  await writeResults(directory, record);
  await directory.complete();
  return {
    record,
    directory: directory.target,
    student: join(directory.target, "models", modelName("distilled", bestOnValidation(distilledRuns)), "model.json"),
  };
}

interface SeededResult {
  readonly seed: number;
  readonly result: JobResult;
}

async function runReported(
  runner: TaskRunner,
  progress: Progress,
  directory: RunDirectory,
  job: Job,
): Promise<SeededResult> {
  const label = job.role === "teacher" ? "teacher" : `${job.role} student, seed ${job.seed}`;
  let recorded = 0;
  const onEvent = (event: TrainingEvent) => {
    if (event.kind === "begin") progress.begin(label, event.examples, "examples");
    else if (event.kind === "step") progress.update(label, event.done);
    else {
      const { epoch, logs } = event;
      // A job that crashed goes through its first epochs again.
      if (epoch === recorded) {
        directory.appendMetrics({ model: job.role, seed: job.seed, epoch: epoch + 1, ...logs });
        recorded++;
      }
      progress.update(label, (epoch + 1) * datasetSize(job.training));
      progress.note(label, `epoch ${epoch + 1}/${job.net.epochs} · ${describeLogs(logs, job)}`);
    }
  };
  const onRetry = (text: string) => progress.warn(label, text);
  const result = await runner.run({ module: "job", run: trainNet }, job, { onEvent, onRetry });
  progress.end(label);
  return { seed: job.seed, result };
}

function describeLogs(logs: Readonly<Record<string, number>>, { validation }: Job): string {
  const loss = logs.kl === undefined ? `loss ${logs.loss!.toPrecision(3)}` : `T²·KL ${logs.kl.toPrecision(3)}`;
  return validation === undefined ? loss : `validation errors ${logs.valErrors}/${datasetSize(validation)} · ${loss}`;
}

async function writeResults(directory: RunDirectory, record: RunRecord): Promise<void> {
  await directory.write("record.json", `${JSON.stringify(record)}\n`);
  await directory.write("table.md", `${markdownTable(record)}\n`);
  await directory.write("report.html", htmlReport(record));
}

function modelName(role: ModelRole, seed: number): string {
  return role === "teacher" ? "teacher" : `${role}-seed-${seed}`;
}

/** The seed of the student to hand out, chosen without a look at the test set. */
function bestOnValidation(runs: readonly SeededResult[]): number {
  const errors = ({ result }: SeededResult) => result.history.at(-1)?.validation?.errors ?? 0;
  return runs.reduce((best, run) => (errors(run) < errors(best) ? run : best)).seed;
}
