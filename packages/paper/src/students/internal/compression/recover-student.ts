import type { CompressionPlan } from "@dark-knowledge/compression";
import type { AbortSignalLike } from "@dark-knowledge/core";
import { type Dataset, datasetSize } from "@dark-knowledge/datasets";
import type { SoftTargets } from "@dark-knowledge/soft-targets";
import {
  adam,
  cosineDecay,
  distill,
  distillRegressor,
  type TeacherFunction,
  trainClassifier,
} from "@dark-knowledge/training";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { isLabelled } from "../../../data/is-labelled.ts";
import { reportTraining, type TrainingEvent } from "../../../nets/training-event.ts";

/** How a damaged student learns. */
export interface Recovery {
  readonly transferSet: Dataset;
  readonly validation: Dataset;
  /** Soft targets of classes may be recorded. Left out for a classifier that learns from labels alone. */
  readonly teacher?: TeacherFunction | SoftTargets;
  readonly temperature: number;
  /** The weight of the labels; the soft targets get the rest. Default: that of the training. */
  readonly hardWeight?: number;
  readonly epochs: number;
  /** The highest rate of Adam, which falls to zero along a cosine. Default: 0.003. */
  readonly learningRate?: number;
  /**
   * Whether the weights of the best epoch on the validation part are kept, or those of the last one: the epoch with the fewest errors, of numbers with
   * the least rmse, or nll where they have variances. Default: true.
   */
  readonly keepBest?: boolean;
  readonly seed: number;
  readonly signal: AbortSignalLike;
  readonly emit: (event: TrainingEvent) => void;
}

/**
 * Distils a teacher into a compressed student, or trains it by labels, while it keeps its plan, and leaves it as it was after the best epoch on the
 * validation part.
 */
export async function recoverStudent(
  student: LayersModel,
  plan: CompressionPlan | undefined,
  recovery: Recovery,
): Promise<void> {
  const { transferSet, validation, teacher, temperature, hardWeight, epochs, seed, signal, emit } = recovery;
  const { learningRate = LEARNING_RATE, keepBest = true } = recovery;
  // Classes not by the likelihood of the labels: soft targets may cost some of it where they mend errors.
  const best = keepBest && (transferSet.targets.kind === "numbers" || "errors");
  const optimizer = adam({ learningRate: cosineDecay(learningRate) });
  const options = {
    ...{ epochs, seed, batchSize: RECOVERY_BATCH, validation, keepBest: best, optimizer, signal },
    ...(plan === undefined ? {} : { plan }),
    callbacks: reportTraining(epochs, emit),
    onWarning: (text: string) => emit({ kind: "warning", text }),
  };
  const hasLabels = transferSet.rows.some((row) => isLabelled(transferSet.targets, row));
  const given = hasLabels ? hardWeight : 0;
  const weights = given === undefined ? {} : { softWeight: 1 - given, hardWeight: given };
  try {
    if (teacher === undefined) await trainClassifier(student, transferSet, options);
    else if (transferSet.targets.kind === "numbers") {
      await distillRegressor(student, teacher as TeacherFunction, transferSet, { ...options, ...weights });
    } else await distill(student, teacher, transferSet, { ...options, ...weights, temperature });
  } finally {
    optimizer.dispose();
  }
}

const LEARNING_RATE = 3e-3;
const LEAST_EPOCHS = 6;
const LEAST_STEPS = 2000;
/** The examples of a step. */
export const RECOVERY_BATCH = 128;

/** The epochs that repair a student: 6, or as many more as 2,000 steps take. */
export function recoveryEpochs(transferSet: Dataset): number {
  return Math.max(LEAST_EPOCHS, Math.ceil(LEAST_STEPS / Math.ceil(datasetSize(transferSet) / RECOVERY_BATCH)));
}
