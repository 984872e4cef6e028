import { assertFields, assertOneOf, assertOptions, createMatrix, type Matrix } from "@dark-knowledge/core";
import type { Dataset } from "@dark-knowledge/datasets";
import { specialistProbs } from "@dark-knowledge/specialists";
import { assertDataset } from "./internal/assert-dataset.ts";
import { collectLogits } from "./internal/collect-logits.ts";
import { PREDICT_OPTIONS } from "./internal/option-names.ts";
import { specialistSoftmax } from "./internal/specialist-softmax.ts";
import type { PredictOptions } from "./predict-options.ts";
import type { SpecialistModel } from "./specialist-model.ts";

/**
 * Runs a specialist over a dataset and corrects its answers for the sampling: `specialistProbs` of its logits.
 *
 * With a full softmax the probabilities of the other classes are summed. Adding log(oversampling) to the dustbin is
 * then the same as subtracting it from the logits of the specialist's classes, which is what undoes the sampling.
 *
 * @param dataset a dataset with the generalist's classes; labels are ignored
 * @returns `[examples, specialist.classes.length + 1]`, the dustbin last, each row summing to 1: what `Combiner.combine` of
 *   `@dark-knowledge/combiner` takes, with `specialistRows: "all"` or for the rows where the specialist is active
 * @throws ArgumentError when the model does not give finite logits of that number, or `oversampling` is not positive
 * @see Hinton, Vinyals and Dean (2015), section 5.2
 * @see {@link trainSpecialist} for an example
 */
export async function predictSpecialistProbs(
  specialistModel: SpecialistModel,
  dataset: Dataset,
  options: PredictOptions = {},
): Promise<Matrix<Float32Array>> {
  const fields = { specialist: "object", oversampling: "number" } as const;
  assertFields(NAME, specialistModel, fields, { argument: "specialistModel", prefix: "specialistModel." });
  const { specialist, model, oversampling, softmax = "dustbin" } = specialistModel;
  assertFields(NAME, specialist, { classes: "values", classCount: "number" }, { prefix: "specialist." });
  assertDataset(NAME, "dataset", dataset);
  assertOptions<PredictOptions>(NAME, options, PREDICT_OPTIONS);
  assertOneOf(NAME, "softmax", softmax, ["dustbin", "full"]);
  const { outputs, merge } = specialistSoftmax(softmax, specialist);
  const logits = await collectLogits(NAME, "model", model, outputs(dataset), options);
  const probs = specialistProbs(merge(logits.data), specialist, { oversampling });
  return createMatrix(logits.rows, specialist.classes.length + 1, probs);
}

const NAME = "predictSpecialistProbs";
