import type { CompressionPlan } from "@dark-knowledge/compression";
import { type Dataset, datasetSize } from "@dark-knowledge/datasets";
import {
  type AbortSignalLike,
  adam,
  cosineDecay,
  distill,
  distillRegressor,
  type TeacherFunction,
} from "@dark-knowledge/training";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { isLabelled } from "../../../data/is-labelled.ts";
import { reportTraining, type TrainingEvent } from "../../../nets/training-event.ts";

/** How a damaged student learns. */
export interface Recovery {
  readonly transferSet: Dataset;
  readonly validation: Dataset;
  readonly teacher: TeacherFunction;
  readonly temperature: number;
  readonly epochs: number;
  readonly seed: number;
  readonly signal: AbortSignalLike;
  readonly emit: (event: TrainingEvent) => void;
}

/** Distils a teacher into a compressed student, which keeps its plan, and leaves it as it was after the best epoch on the validation part. */
export async function recoverStudent(
  student: LayersModel,
  plan: CompressionPlan | undefined,
  { transferSet, validation, teacher, temperature, epochs, seed, signal, emit }: Recovery,
): Promise<void> {
  const optimizer = adam({ learningRate: cosineDecay(LEARNING_RATE) });
  const options = {
    ...{ epochs, seed, validation, keepBest: true, optimizer, signal },
    ...(plan === undefined ? {} : { plan }),
    callbacks: reportTraining(epochs, emit),
    onWarning: (text: string) => emit({ kind: "warning", text }),
  };
  const hasLabels = transferSet.rows.some((row) => isLabelled(transferSet.targets, row));
  const weights = hasLabels ? {} : { softWeight: 1, hardWeight: 0 };
  try {
    if (transferSet.targets.kind === "numbers") {
      await distillRegressor(student, teacher, transferSet, { ...options, ...weights });
    } else await distill(student, teacher, transferSet, { ...options, ...weights, temperature });
  } finally {
    optimizer.dispose();
  }
}

const LEARNING_RATE = 3e-3;
const LEAST_EPOCHS = 6;
const LEAST_STEPS = 2000;
const BATCH_SIZE = 128;

/** The epochs that repair a student: 6, or as many more as 2,000 steps take. */
export function recoveryEpochs(transferSet: Dataset): number {
  return Math.max(LEAST_EPOCHS, Math.ceil(LEAST_STEPS / Math.ceil(datasetSize(transferSet) / BATCH_SIZE)));
}
