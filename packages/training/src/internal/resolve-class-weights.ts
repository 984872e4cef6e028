import { ArgumentError, assertArray, formatValue } from "@dark-knowledge/core";
import type { Dataset } from "@dark-knowledge/datasets";
import type { ClassWeights } from "../class-weights.ts";
import { storedLabels } from "./known-targets.ts";
import { isOneChoice, type Task } from "./task.ts";

/**
 * A task with its weights of classes: those of the option, or else of the dataset. Only their ratios count in a mean by weight, so that equal
 * ones are the same as none.
 *
 * @param ownLoss the argument of a loss of the caller's that has no terms of single classes to weigh
 */
export function withClassWeights(
  functionName: string,
  task: Task,
  training: Dataset,
  option: ClassWeights | undefined,
  ownLoss?: string,
): Task {
  const { targets } = task;
  const stored = "classWeights" in targets ? targets.classWeights : undefined;
  const weights = option === undefined ? stored : resolve(functionName, task, training, option);
  if (weights === undefined || weights.every((weight) => weight === weights[0] && weight > 0)) return task;
  const fail = (expected: string, received: string): never => refuse(functionName, expected, received);
  if (weights.every((weight) => weight === 0)) fail("must have a weight above 0", "only 0");
  if (ownLoss !== undefined && !isOneChoice(task)) {
    fail(`must be left out with ${ownLoss}, whose values are sums over the classes`, formatValue(option ?? stored));
  }
  return { ...task, classWeights: weights };
}

function resolve(functionName: string, task: Task, training: Dataset, option: ClassWeights): Float32Array {
  if (option === "balanced") return balanced(functionName, task, training);
  if (typeof option === "string")
    refuse(functionName, 'must be "balanced" or an array of numbers', formatValue(option));
  assertArray(functionName, "classWeights", option, "numbers");
  const { length } = task.names;
  if (option.length !== length) {
    refuse(functionName, `must have length ${length} (the classes of the dataset)`, String(option.length));
  }
  const weights = Float32Array.from(option);
  const wrong = weights.findIndex((weight) => !(weight >= 0 && weight < Infinity));
  if (wrong >= 0) refuse(functionName, "must be finite numbers, at least 0", `${option[wrong]} for class ${wrong}`);
  return weights;
}

/** Classes that do not occur have no weight. */
function balanced(functionName: string, task: Task, { rows, weights }: Dataset): Float32Array {
  if (!isOneChoice(task)) {
    const expected = "must be an array of numbers where examples may be of several classes";
    refuse(functionName, expected, '"balanced"');
  }
  const sums = new Float64Array(task.names.length);
  for (const id of rows) {
    for (const label of storedLabels(task, id)) if (label >= 0) sums[label]! += weights?.[id] ?? 1;
  }
  const total = sums.reduce((sum, own) => sum + own, 0);
  const occurring = sums.filter((sum) => sum > 0).length;
  return Float32Array.from(sums, (own) => (own === 0 ? 0 : total / (occurring * own)));
}

function refuse(functionName: string, expected: string, received: string): never {
  throw new ArgumentError({ functionName, argument: "classWeights", expected, received, code: "range" });
}
