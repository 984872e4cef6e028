import { ArgumentError } from "./argument-error.ts";
import { formatValue } from "./format.ts";
import { nearestName } from "./nearest-name.ts";

/** The names of all options of a type. A name that is missing or unknown is a type error. */
export type OptionNames<Options extends object> = { readonly [Name in keyof Required<Options>]: true };

/**
 * Throws an {@link ArgumentError} unless `options` is an object with known names only.
 *
 * Without this check a misspelt option is silently ignored. The message suggests the nearest known name, if there is one.
 *
 * @param functionName the exported function that was called; the message starts with it
 * @param options the object to check
 * @param names all allowed names
 * @param instead advice for names that other libraries use, such as `{ alpha: "use softWeight and hardWeight" }`
 * @param argument the argument's name, for options within options
 * @throws ArgumentError with code `dtype` if `options` is not an object, `range` for an unknown name
 *
 * @example
 * ```ts
 * import { ArgumentError, assertOptions } from "@dark-knowledge/core";
 *
 * interface SoftenOptions {
 *   readonly temperature: number;
 *   readonly seed?: number;
 * }
 *
 * let message = "";
 * try {
 *   assertOptions<SoftenOptions>("soften", { temprature: 4 }, { temperature: true, seed: true });
 * } catch (error) {
 *   if (ArgumentError.is(error)) message = error.message;
 * }
 * message; // => 'soften: options must have known names only (did you mean "temperature"?), got "temprature"'
 * ```
 */
export function assertOptions<Options extends object>(
  functionName: string,
  options: unknown,
  names: OptionNames<Options>,
  instead: Readonly<Record<string, string>> = {},
  argument = "options",
): asserts options is Options {
  const fail = (expected: string, received: string, code: "dtype" | "range"): never => {
    throw new ArgumentError({ functionName, argument, expected, received, code });
  };
  if (typeof options !== "object" || options === null || Array.isArray(options)) {
    return fail("must be an object", formatValue(options), "dtype");
  }
  const known = Object.keys(names);
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const nearest = nearestName(unknown, known);
  const advice = Object.hasOwn(instead, unknown)
    ? instead[unknown]
    : nearest && `did you mean ${JSON.stringify(nearest)}?`;
  fail(
    advice ? `must have known names only (${advice})` : `must have known names only (${known.join(", ")})`,
    formatValue(unknown),
    "range",
  );
}
