import type { Matrix } from "@dark-knowledge/core";
import type { Dataset } from "@dark-knowledge/datasets";
import type { ModelRole } from "@dark-knowledge/report";
import { distill, type EpochSummary, predictLogits, trainClassifier } from "@dark-knowledge/training";
import { loadModel, saveModel } from "@dark-knowledge/training/node";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { buildNet } from "./build-net.ts";
import { netTrainingOptions } from "./net-training-options.ts";
import { selectTaskBackend, type TaskBackend } from "./select-task-backend.ts";
import type { NetSpec } from "./spec.ts";
import type { TrainingEvent } from "./training-events.ts";

/** One net to be trained. Plain data, so that it can go to a worker. */
export interface Job extends TaskBackend {
  readonly role: ModelRole;
  readonly seed: number;
  readonly net: NetSpec;
  readonly training: Dataset;
  readonly validation: Dataset | undefined;
  readonly test: Dataset;
  /** Where the trained model goes. */
  readonly modelDirectory: string;
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
  const { net, seed, test, validation } = job;
  await selectTaskBackend(job);
  const model = buildNet(net, test, seed);
  try {
    const started = performance.now();
    const options = netTrainingOptions(net, seed, { model, training: job.training, onEvent, signal });
    const history = await train(job, model, { ...options, ...(validation === undefined ? {} : { validation }) });
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
  model: LayersModel,
  options: ReturnType<typeof netTrainingOptions>,
): Promise<readonly EpochSummary[]> {
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
    options.optimizer.dispose();
  }
}
