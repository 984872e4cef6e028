import type { Dataset } from "@dark-knowledge/datasets";
import type { StageShared } from "../../nets/stage-shared.ts";
import type { SpeechData } from "../speech-data.ts";

/** Puts the other folds of the training speakers in the place of the training set, and a fold in that of the test set. */
export function otherFolds(shared: StageShared, fold: number): StageShared {
  const { validation: _, ...rest } = shared as StageShared & SpeechData;
  const { training, folds } = rest;
  const part = (isWanted: (fold: number) => boolean): Dataset => ({
    ...training,
    rows: training.rows.filter((_, place) => isWanted(folds![place]!)),
  });
  return { ...rest, training: part((other) => other !== fold), test: part((other) => other === fold) };
}
