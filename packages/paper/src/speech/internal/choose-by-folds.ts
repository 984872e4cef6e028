import { datasetSize } from "@dark-knowledge/datasets";
import { defineTask, type Task, type TaskContext } from "@dark-knowledge/pipeline";
import type { NetResult } from "../../nets/net-result.ts";
import type { StageShared } from "../../nets/stage-shared.ts";
import type { TrainingEvent } from "../../nets/training-event.ts";
import { type ChosenStrength, mostAccurate } from "./choose-strength.ts";

/** Input of {@link chooseByFolds}. The needed stages are the folds of the first strength, then those of the second, and so on. */
export interface ChooseByFoldsInput {
  readonly folds: number;
}

/** Chooses between strengths with which nets were trained in folds of the speakers: the one that gets the most frames right of those that were left out. */
export const chooseByFolds: Task<ChooseByFoldsInput, ChosenStrength, StageShared, TrainingEvent> = defineTask(
  import.meta.url,
  { id: "speech/choose-by-folds", version: 2 },
  async (
    { folds }: ChooseByFoldsInput,
    { shared, needs }: TaskContext<StageShared, TrainingEvent>,
  ): Promise<ChosenStrength> => {
    const errors = Object.values(needs).map(({ result }) => (result as NetResult).figures.errors!);
    const frames = datasetSize(shared.training);
    const accuracies = Array.from({ length: errors.length / folds }, (_, strength) => {
      const own = errors.slice(strength * folds, (strength + 1) * folds);
      return 1 - own.reduce((sum, count) => sum + count, 0) / frames;
    });
    return mostAccurate(accuracies);
  },
);
