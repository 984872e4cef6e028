import { ArgumentError, assertNumber } from "@dark-knowledge/core";
import type { Tensor } from "@tensorflow/tfjs-core";

/** Throws unless the weights of a soft and a hard term are finite, not negative, not both 0, and there are labels for the latter. */
export function assertTermWeights(
  functionName: string,
  softWeight: number,
  hardWeight: number,
  labels: Tensor | undefined,
): void {
  assertNumber(functionName, "softWeight", softWeight, { min: 0, float32: true });
  assertNumber(functionName, "hardWeight", hardWeight, { min: 0, float32: true });
  if (softWeight === 0 && hardWeight === 0) {
    throw new ArgumentError({
      functionName,
      argument: "softWeight and hardWeight",
      expected: "must not both be 0",
      received: "0 and 0",
      code: "range",
    });
  }
  if (hardWeight > 0 && labels === undefined) {
    throw new ArgumentError({
      functionName,
      argument: "labels",
      expected: `must be given when hardWeight is above 0 (it is ${hardWeight})`,
      received: "undefined",
      code: "state",
    });
  }
}
