import { ArgumentError, assertArray, assertNumber, assertOneOf, formatValue } from "@dark-knowledge/core";
import type { EnsembleMean, EnsembleOptions, EnsembleOrder } from "../ensemble-mean.ts";

const MEANS: readonly EnsembleMean[] = ["arithmetic", "geometric"];
const ORDERS: readonly EnsembleOrder[] = ["soften-then-average", "average-then-soften"];

/** Checks the options, which callers without types may have left out. */
export function assertOptions(functionName: string, options: Omit<EnsembleOptions, "weights"> | undefined): void {
  const { mean, order, temperature } = (options ?? {}) as EnsembleOptions;
  assertOneOf(functionName, "mean", mean, MEANS);
  assertOneOf(functionName, "order", order, ORDERS);
  assertNumber(functionName, "temperature", temperature, { above: 0, float32: true });
}

/** Returns the weights of `count` members, scaled to a sum of 1. */
export function readWeights(
  functionName: string,
  weights: readonly number[] | undefined,
  count: number,
): readonly number[] {
  if (weights === undefined) return Array<number>(count).fill(1 / count);
  assertArray(functionName, "weights", weights, "numbers");
  if (weights.length !== count)
    fail(functionName, `must hold one number for each of the ${count} members`, weights.length);
  weights.forEach((weight, index) => {
    assertNumber(functionName, `weights[${index}]`, weight, { min: 0 });
  });
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (!(sum > 0)) fail(functionName, "must not all be 0", weights);
  return weights.map((weight) => weight / sum);
}

function fail(functionName: string, expected: string, received: unknown): never {
  const argument = "weights";
  throw new ArgumentError({ functionName, argument, expected, received: formatValue(received), code: "range" });
}
