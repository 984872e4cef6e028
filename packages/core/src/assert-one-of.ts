import { ArgumentError } from "./argument-error.ts";
import { formatValue } from "./format.ts";

/** Throws an {@link ArgumentError} unless `value` is one of `choices`. */
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
