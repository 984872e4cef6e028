import { defineTask, type Task, type TaskContext } from "@dark-knowledge/pipeline";
import type { StageShared } from "../../nets/stage-shared.ts";
import type { TrainingEvent } from "../../nets/training-event.ts";
import { validationAccuracies } from "./validation-accuracies.ts";

/** Result of {@link chooseStrength}. */
export interface ChosenStrength {
  /** The place of the chosen one among the strengths, in their order. */
  readonly chosen: number;
  /** One for each strength. */
  readonly validationAccuracies: readonly number[];
}

/**
 * Chooses between the strengths of a regulariser, or of the soft targets, a net with one in each needed stage: the net that gets the most frames
 * of the validation set right.
 */
export const chooseStrength: Task<object, ChosenStrength, StageShared, TrainingEvent> = defineTask(
  import.meta.url,
  { id: "speech/choose-strength", version: 1 },
  async (_: object, context: TaskContext<StageShared, TrainingEvent>): Promise<ChosenStrength> => {
    return mostAccurate(await validationAccuracies(context));
  },
);

/** Chooses the first of the strengths that get the most frames right. */
export const mostAccurate = (accuracies: readonly number[]): ChosenStrength => ({
  ...{ chosen: accuracies.indexOf(Math.max(...accuracies)), validationAccuracies: accuracies },
});
