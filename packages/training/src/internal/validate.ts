import type { ValidationFigures } from "../training-history.ts";
import { evaluateAndKeep, evaluateAnswers } from "./evaluate-answers.ts";
import { figuresOfEvaluation } from "./judge.ts";
import type { Run } from "./run.ts";
import { taskOf } from "./task.ts";

/** The figures of the validation set with the weights as they are. */
export async function validate(run: Run): Promise<ValidationFigures> {
  const { functionName, argument, student, task, options } = run;
  const validation = run.validation!;
  const { metrics = [], undoSoftmax = false } = options;
  const judged = taskOf(functionName, "validation", validation);
  const passes = { undoSoftmax };
  if (metrics.length === 0) {
    const evaluation = await evaluateAnswers(functionName, argument, student, validation, judged, passes);
    return figuresOfEvaluation(task, evaluation);
  }
  const { evaluation, answers } = await evaluateAndKeep(functionName, argument, student, validation, judged, passes);
  const own: Record<string, number> = {};
  for (const { name, compute } of metrics) {
    const value = await compute(answers, validation);
    if (Number.isNaN(value) || typeof value !== "number") {
      throw new Error(`${functionName}: metric ${name} must be a number, got ${String(value)}`);
    }
    own[name] = value;
  }
  return { ...figuresOfEvaluation(task, evaluation), ...own };
}
