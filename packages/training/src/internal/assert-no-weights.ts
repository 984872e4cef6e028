import { ArgumentError } from "@dark-knowledge/core";
import type { Dataset } from "@dark-knowledge/datasets";

/** Throws an ArgumentError where a dataset has weights of examples or classes, for a loop that does not use them. */
export function assertNoWeights(functionName: string, argument: string, { targets, weights }: Dataset): void {
  if (weights === undefined && !("classWeights" in targets && targets.classWeights !== undefined)) return;
  const expected = "must have no weights, which this loop does not use";
  throw new ArgumentError({ functionName, argument, expected, received: "weights", code: "range" });
}
