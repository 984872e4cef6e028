import { assertNumber, formatValue } from "@dark-knowledge/core";
import { fail } from "./fail.ts";

/** @throws ArgumentError unless a short pause has a probability that silence leaves room for */
export function assertPauseProb(functionName: string, pauseProb: number, silenceProb: number): void {
  assertNumber(functionName, "pauseProb", pauseProb, { min: 0, max: 1 });
  if (silenceProb + pauseProb <= 1) return;
  const expected = `must be at most 1 together with silenceProb, ${silenceProb}`;
  fail(functionName, "range", "pauseProb", expected, formatValue(pauseProb));
}

/**
 * The probability that one word follows another at once. The sum comes first: it is 1 for 0.9 and 0.1, while 1 − 0.9 is
 * less than 0.1 in float64.
 */
export function nextWordProb(silenceProb: number, pauseProb: number): number {
  return 1 - (silenceProb + pauseProb);
}
