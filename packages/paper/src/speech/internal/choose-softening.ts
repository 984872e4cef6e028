import { defineTask, type Task, type TaskContext } from "@dark-knowledge/pipeline";
import type { StageShared } from "../../nets/stage-shared.ts";
import type { TrainingEvent } from "../../nets/training-event.ts";
import type { Softening } from "./softening.ts";
import { validationAccuracies } from "./validation-accuracies.ts";

/** Result of {@link chooseSoftening}. */
export interface ChosenSoftening extends Softening {
  /** In the order of the needed stages. */
  readonly candidates: readonly (Softening & { readonly validationAccuracy: number })[];
}

/** Chooses between distilled nets, one in each needed stage: the one that gets the most frames of the validation set right. */
export const chooseSoftening: Task<
  { readonly candidates: readonly Softening[] },
  ChosenSoftening,
  StageShared,
  TrainingEvent
> = defineTask(
  import.meta.url,
  { id: "speech/choose-softening", version: 1 },
  async ({ candidates }, context: TaskContext<StageShared, TrainingEvent>): Promise<ChosenSoftening> => {
    const accuracies = await validationAccuracies(context);
    return bestOf(candidates.map((one, index) => ({ ...one, validationAccuracy: accuracies[index]! })));
  },
);

/** Returns the first of the candidates that get the most frames right, and all of them. */
export function bestOf(candidates: ChosenSoftening["candidates"]): ChosenSoftening {
  const best = Math.max(...candidates.map(({ validationAccuracy }) => validationAccuracy));
  const { validationAccuracy: _, ...chosen } = candidates.find((one) => one.validationAccuracy === best)!;
  return { ...chosen, candidates };
}
