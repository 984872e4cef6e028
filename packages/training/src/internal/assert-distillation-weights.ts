import { ArgumentError, assertNumber } from "@dark-knowledge/core";

/** Throws unless the weights of the two terms are numbers from 0 on, and not both 0. */
export function assertDistillationWeights(functionName: string, softWeight: number, hardWeight: number): void {
  assertNumber(functionName, "softWeight", softWeight, { min: 0, float32: true });
  assertNumber(functionName, "hardWeight", hardWeight, { min: 0, float32: true });
  if (softWeight > 0 || hardWeight > 0) return;
  const expected = "must be above 0 where hardWeight is 0, so that there is something to learn";
  throw new ArgumentError({ functionName, argument: "softWeight", expected, received: "0", code: "range" });
}

/** Throws where a hard term has a weight but nothing is known; `what` is missing. */
export function assertHardTerm(
  functionName: string,
  weight: number,
  isKnown: boolean,
  what: string,
  argument = "hardWeight",
): void {
  if (weight === 0 || isKnown) return;
  const expected = `must be 0 for a transfer set without ${what}`;
  throw new ArgumentError({ functionName, argument, expected, received: String(weight), code: "range" });
}
