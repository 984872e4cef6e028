import type { Matrix } from "@dark-knowledge/core";
import type { Dataset } from "@dark-knowledge/datasets";
import { evaluateMultiLabel, evaluateRegressor } from "@dark-knowledge/training";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { figuresOf, type MeasuredNet } from "./figures-of.ts";

/**
 * Measures a net on a dataset by the figures of its task.
 *
 * @param answers its logits, which are enough where examples have a class each, and those of examples of none of them
 */
export async function measureNet(
  model: LayersModel,
  answers: { readonly logits: Matrix; readonly outsideLogits: Matrix | undefined },
  dataset: Dataset,
  options: { readonly signal: AbortSignal },
): Promise<MeasuredNet> {
  if (dataset.targets.kind === "numbers") {
    const { rmse, mae, r2 } = await evaluateRegressor(model, dataset, options);
    return { figures: { rmse, mae, r2 } };
  }
  if (dataset.targets.kind !== "several-classes") return figuresOf(answers.logits, dataset, answers.outsideLogits);
  const evaluation = await evaluateMultiLabel(model, dataset, options);
  const { microF1, macroF1, meanAveragePrecision, nll, calibration } = evaluation;
  return { figures: { microF1, macroF1, meanAveragePrecision, nll, calibrationError: calibration.error } };
}
