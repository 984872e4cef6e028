import { createMatrix } from "@dark-knowledge/core";
import { type Dataset, labelsOf } from "@dark-knowledge/datasets";
import { correctDustbinLogits, type Specialist } from "@dark-knowledge/specialists";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { evaluateLogits } from "../evaluate-logits.ts";
import type { ValidationFigures } from "../training-history.ts";
import { collectLogits } from "./collect-logits.ts";
import { dustbinDataset } from "./dustbin-dataset.ts";
import type { SpecialistSoftmax } from "./specialist-softmax.ts";

/** How well a specialist's corrected answers do at natural frequencies, the dustbin being one class. */
export async function validateSpecialist(
  functionName: string,
  model: LayersModel,
  validation: Dataset,
  { specialist, kind, oversampling }: { specialist: Specialist; kind: SpecialistSoftmax; oversampling: number },
): Promise<ValidationFigures> {
  const judged = dustbinDataset(validation, specialist);
  const { rows, data } = await collectLogits(functionName, "specialist", model, kind.outputs(validation), {});
  const corrected = correctDustbinLogits(kind.merge(data), specialist, { oversampling });
  const answer = createMatrix(rows, specialist.classes.length + 1, corrected);
  const { size, errors, accuracy, nll } = evaluateLogits(answer, labelsOf(judged));
  return { size, errors, accuracy, nll };
}
