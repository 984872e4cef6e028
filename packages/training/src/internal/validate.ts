import { labelsOf } from "@dark-knowledge/datasets";
import { evaluateLogits } from "../evaluate-logits.ts";
import type { ValidationFigures } from "../training-history.ts";
import { collectLogits } from "./collect-logits.ts";
import type { Run } from "./run.ts";

/** The figures of the validation set with the weights as they are. */
export async function validate({
  functionName,
  argument,
  student,
  validation,
  options,
}: Run): Promise<ValidationFigures> {
  const logits = await collectLogits(functionName, argument, student, validation!, {});
  const { size, errors, accuracy, nll } = evaluateLogits(logits, labelsOf(validation!));
  const own: Record<string, number> = {};
  for (const { name, compute } of options.metrics ?? []) {
    const value = await compute(logits, validation!);
    if (Number.isNaN(value) || typeof value !== "number") {
      throw new Error(`${functionName}: metric ${name} must be a number, got ${String(value)}`);
    }
    own[name] = value;
  }
  return { size, errors, accuracy, nll, ...own };
}
