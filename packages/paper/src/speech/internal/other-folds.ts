import type { Dataset } from "@dark-knowledge/datasets";
import type { StageShared } from "../../nets/stage-shared.ts";
import type { SpeechData } from "../speech-data.ts";

/** Training speakers that a net has not heard. */
export interface LeftOut {
  /** Those whose number leaves this remainder, when it is divided by the number of folds. */
  readonly fold: number;
  readonly folds: number;
}

/** Puts the other folds of the training speakers in the place of the training set, and a fold in that of the test set. */
export function otherFolds(shared: StageShared, { fold, folds }: LeftOut): StageShared {
  const { validation: _, ...rest } = shared as StageShared & SpeechData;
  const { training, speakers } = rest;
  const part = (isWanted: (isLeftOut: boolean) => boolean): Dataset => ({
    ...training,
    rows: training.rows.filter((_, place) => isWanted(speakers![place]! % folds === fold)),
  });
  return { ...rest, training: part((isLeftOut) => !isLeftOut), test: part((isLeftOut) => isLeftOut) };
}
