import { ArgumentError, assertFields, formatValue } from "@dark-knowledge/core";
import type * as tf from "@tensorflow/tfjs-core";
import type { TrainingOptions } from "../training-options.ts";
import { assertVariables } from "./assert-variables.ts";

/** Throws an ArgumentError unless the plan of a run, if there is one, is about variables that are trained. */
export function assertPlan(
  functionName: string,
  { plan, maxNorm }: TrainingOptions,
  trained: readonly tf.Variable[],
): void {
  if (plan === undefined) return;
  const fields = { variables: "list", settings: "object", weights: "function", gradient: "function" } as const;
  assertFields(functionName, plan, fields, { argument: "plan", prefix: "plan." });
  const { variables } = plan;
  assertVariables(functionName, "plan.variables", variables);
  const fail = (argument: string, expected: string, received: string): never => {
    throw new ArgumentError({ functionName, argument, expected, received, code: "state" });
  };
  variables.forEach((variable, index) => {
    const where = `plan.variables[${index}]`;
    if (!trained.includes(variable)) fail(where, "must be a variable that the student trains", formatValue(variable));
    if (variables.indexOf(variable) !== index) fail(where, "must be named once", formatValue(variable));
  });
  // A shorter vector of stored values is not one of what a plan makes of them.
  if (maxNorm !== undefined) fail("maxNorm", "must be left out with a plan", formatValue(maxNorm));
}
