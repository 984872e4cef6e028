import { type BackendName, selectBackend } from "@dark-knowledge/backend";
import type { Matrix } from "@dark-knowledge/core";
import type { Dataset } from "@dark-knowledge/datasets";
import type { ModelRole } from "@dark-knowledge/report";
import {
  cosineDecay,
  createMlp,
  distill,
  type EpochSummary,
  predictLogits,
  sgd,
  type TrainingOptions,
  trainClassifier,
} from "@dark-knowledge/training";
import { loadModel, saveModel } from "@dark-knowledge/training/node";
import type { NetSpec } from "./spec.ts";
import { reportTraining, type TrainingEvent } from "./training-events.ts";

/** One net to be trained. Plain data, so that it can go to a worker. */
export interface Job {
  readonly role: ModelRole;
  readonly seed: number;
  readonly net: NetSpec;
  readonly training: Dataset;
  readonly validation: Dataset | undefined;
  readonly test: Dataset;
  /** Where the trained model goes. */
  readonly modelDirectory: string;
  readonly backend: BackendName;
  /** How many threads the backend may take; all that it wants when left out. */
  readonly threads?: number | undefined;
  /** For a student that is distilled. */
  readonly distillation?: {
    readonly teacherDirectory: string;
    readonly temperature: number;
    readonly hardWeight: number;
  };
}

/** What a job comes to. */
export interface JobResult {
  readonly history: readonly EpochSummary[];
  readonly testLogits: Matrix<Float32Array>;
  readonly parameters: number;
  readonly seconds: number;
}

/** Trains one net, saves it, and runs it over the test set. The backend is chosen in the process that this runs in. */
export async function run(job: Job, onEvent: (event: TrainingEvent) => void, signal?: AbortSignal): Promise<JobResult> {
  const { backend, net, seed, test, threads } = job;
  await selectBackend({ prefer: [backend], ...(threads === undefined ? {} : { threads }) });
  const model = createMlp({
    exampleShape: test.exampleShape,
    hiddenUnits: net.hidden,
    classCount: test.classNames.length,
    dropout: net.dropout,
    inputDropout: net.inputDropout,
    seed,
  });
  try {
    const started = performance.now();
    const history = await train(job, model, trainingOptions(job, onEvent, signal));
    const seconds = (performance.now() - started) / 1000;
    // There already where an attempt crashed after it.
    await saveModel(model, job.modelDirectory, { overwrite: true });
    const testLogits = await predictLogits(model, test, signal ? { signal } : {});
    return { history, testLogits, parameters: model.countParams(), seconds };
  } finally {
    model.dispose();
  }
}

async function train(
  { training, distillation }: Job,
  model: ReturnType<typeof createMlp>,
  options: TrainingOptions,
): Promise<readonly EpochSummary[]> {
  const optimizer = options.optimizer!;
  try {
    if (distillation === undefined) return (await trainClassifier(model, training, options)).epochs;
    const { teacherDirectory, temperature, hardWeight } = distillation;
    const teacher = await loadModel(teacherDirectory);
    try {
      const weights = { temperature, hardWeight, softWeight: 1 - hardWeight };
      return (await distill(model, teacher, training, { ...options, ...weights })).epochs;
    } finally {
      teacher.dispose();
    }
  } finally {
    optimizer.dispose();
  }
}

function trainingOptions(
  { net, seed, validation }: Job,
  onEvent: (event: TrainingEvent) => void,
  signal: AbortSignal | undefined,
): TrainingOptions {
  return {
    epochs: net.epochs,
    seed,
    batchSize: net.batchSize,
    jitter: net.jitter,
    optimizer: sgd({ learningRate: cosineDecay(net.learningRate), momentum: net.momentum }),
    ...(net.maxNorm === undefined ? {} : { maxNorm: net.maxNorm }),
    ...(validation === undefined ? {} : { validation }),
    ...(signal === undefined ? {} : { signal }),
    callbacks: reportTraining(net.epochs, onEvent),
  };
}
