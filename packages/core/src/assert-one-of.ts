import { ArgumentError } from "./argument-error.ts";
import { formatValue } from "./format.ts";

/**
 * Throws an {@link ArgumentError} unless `value` is one of `choices`.
 *
 * @param functionName the exported function that was called; the message starts with it
 * @param argument the argument's name in the signature
 * @throws ArgumentError with code `range`
 *
 * @example
 * ```ts
 * import { ArgumentError, assertOneOf } from "@dark-knowledge/core";
 *
 * let message = "";
 * try {
 *   assertOneOf("averageProbs", "mean", "harmonic", ["arithmetic", "geometric"]);
 * } catch (error) {
 *   if (ArgumentError.is(error)) message = error.message;
 * }
 * message; // => 'averageProbs: mean must be one of "arithmetic", "geometric", got "harmonic"'
 * ```
 */
export function assertOneOf<Choice extends string>(
  functionName: string,
  argument: string,
  value: unknown,
  choices: readonly Choice[],
): asserts value is Choice {
  if (choices.includes(value as Choice)) return;
  throw new ArgumentError({
    functionName,
    argument,
    expected: `must be one of ${choices.map((choice) => JSON.stringify(choice)).join(", ")}`,
    received: formatValue(value),
    code: "range",
  });
}
