import { createMatrix, type Matrix } from "@dark-knowledge/core";
import type { Dataset } from "@dark-knowledge/datasets";
import { type Specialist, specialistProbs } from "@dark-knowledge/specialists";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { dustbinDataset } from "./internal/dustbin-dataset.ts";
import { collectLogits, type PredictOptions } from "./predict-logits.ts";

/** A specialist's model with all that is needed to read its answers. */
export interface SpecialistModel {
  /** The classes that it knows. */
  readonly specialist: Specialist;
  /** Gives `specialist.classes.length + 1` logits, the dustbin last. */
  readonly model: LayersModel;
  /** How many times as likely an example of its classes was to be trained on as one of the rest. */
  readonly oversampling: number;
}

/**
 * Runs a specialist over a dataset and corrects its answers for the sampling: `specialistProbs` of its logits.
 *
 * @param dataset its classes are the generalist's; labels play no part
 * @returns `[examples, specialist.classes.length + 1]`, the dustbin last, each row summing to 1: what `Combiner.combine` of
 *   `@dark-knowledge/combiner` takes, with `specialistRows: "all"` or for the rows where the specialist is active
 * @throws ArgumentError when the model does not give finite logits of that number, or `oversampling` is not positive
 * @see Hinton, Vinyals and Dean (2015), section 5.2
 * @see {@link trainSpecialist} for an example
 */
export async function predictSpecialistProbs(
  { specialist, model, oversampling }: SpecialistModel,
  dataset: Dataset,
  options: PredictOptions = {},
): Promise<Matrix<Float32Array>> {
  const own = dustbinDataset(dataset, specialist);
  const logits = await collectLogits("predictSpecialistProbs", "model", model, own, options);
  const probs = specialistProbs(logits.data, specialist, { oversampling });
  return createMatrix(logits.rows, logits.columns, probs);
}
