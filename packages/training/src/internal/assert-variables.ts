import { ArgumentError, formatValue } from "@dark-knowledge/core";
import type * as tf from "@tensorflow/tfjs-core";

/** Throws an ArgumentError unless a value is a list of at least one tf.Variable. */
export function assertVariables(
  functionName: string,
  argument: string,
  variables: unknown,
): asserts variables is readonly tf.Variable[] {
  const fail = (expected: string, received: string, code: "range" | "dtype"): never => {
    throw new ArgumentError({ functionName, argument, expected, received, code });
  };
  if (!Array.isArray(variables)) return fail("must be a list of tf.Variables", formatValue(variables), "dtype");
  if (variables.length === 0) fail("must name at least one variable to train", "0", "range");
  // By its methods: two installed copies of tfjs have two classes.
  for (const variable of variables as readonly Partial<tf.Variable>[]) {
    if (typeof variable?.assign !== "function") fail("must be tf.Variables", formatValue(variable), "dtype");
  }
}
