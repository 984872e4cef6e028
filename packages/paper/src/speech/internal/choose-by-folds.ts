import { datasetSize } from "@dark-knowledge/datasets";
import { defineTask, type Task, type TaskContext } from "@dark-knowledge/pipeline";
import type { NetResult } from "../../nets/net-result.ts";
import type { StageShared } from "../../nets/stage-shared.ts";
import type { TrainingEvent } from "../../nets/training-event.ts";
import { bestOf, type ChosenSoftening } from "./choose-softening.ts";
import type { Softening } from "./softening.ts";

/**
 * Chooses between candidates that were trained in folds of the speakers: the one that gets the most frames right of those that were left out.
 * The needed stages are the folds of the first candidate, then those of the second, and so on.
 */
export const chooseByFolds: Task<
  { readonly candidates: readonly Softening[] },
  ChosenSoftening,
  StageShared,
  TrainingEvent
> = defineTask(
  import.meta.url,
  { id: "speech/choose-by-folds", version: 1 },
  async (
    { candidates }: { readonly candidates: readonly Softening[] },
    { shared, needs }: TaskContext<StageShared, TrainingEvent>,
  ): Promise<ChosenSoftening> => {
    const errors = Object.values(needs).map(({ result }) => (result as NetResult).figures.errors!);
    const folds = errors.length / candidates.length;
    const measured = candidates.map((candidate, index) => {
      const wrong = errors.slice(index * folds, (index + 1) * folds).reduce((sum, count) => sum + count, 0);
      return { ...candidate, validationAccuracy: 1 - wrong / datasetSize(shared.training) };
    });
    return bestOf(measured);
  },
);
