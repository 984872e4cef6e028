import { labelsOf } from "@dark-knowledge/datasets";
import { evaluateLogits } from "../evaluate-logits.ts";
import type { Evaluation } from "../evaluation.ts";
import type { ValidationFigures } from "../training-history.ts";
import { collectLogits } from "./collect-logits.ts";
import { evaluateClassifier } from "./evaluate-classifier.ts";
import type { Run } from "./run.ts";

/** The figures of the validation set with the weights as they are. */
export async function validate(run: Run): Promise<ValidationFigures> {
  const { functionName, argument, student, options } = run;
  const validation = run.validation!;
  const { metrics = [], undoSoftmax = false } = options;
  const passes = { undoSoftmax };
  if (metrics.length === 0)
    return figuresOf(await evaluateClassifier(functionName, argument, student, validation, passes));
  const logits = await collectLogits(functionName, argument, student, validation, passes);
  const own: Record<string, number> = {};
  for (const { name, compute } of metrics) {
    const value = await compute(logits, validation);
    if (Number.isNaN(value) || typeof value !== "number") {
      throw new Error(`${functionName}: metric ${name} must be a number, got ${String(value)}`);
    }
    own[name] = value;
  }
  return { ...figuresOf(evaluateLogits(logits, labelsOf(validation))), ...own };
}

function figuresOf({ size, errors, accuracy, nll }: Evaluation): ValidationFigures {
  return { size, errors, accuracy, nll };
}
