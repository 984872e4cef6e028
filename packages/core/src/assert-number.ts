import { ArgumentError } from "./argument-error.ts";
import { formatValue } from "./format.ts";

/** The bounds that {@link assertNumber} and {@link assertInteger} check. All are optional. */
export interface NumberBounds {
  /** The smallest allowed value. */
  readonly min?: number;
  /** The largest allowed value. */
  readonly max?: number;
  /** The value that must be exceeded. */
  readonly above?: number;
  /** The value that must not be reached. */
  readonly below?: number;
  /** Whether float32, in which tensors compute, must hold the value: rounded, it is finite, and above 0 where 0 is excluded. */
  readonly float32?: boolean;
}

/**
 * Throws an {@link ArgumentError} unless `value` is a finite number within `bounds`.
 *
 * @param functionName the exported function that was called; the message starts with it
 * @param argument the argument's name in the signature
 * @throws ArgumentError with code `range`
 *
 * @example
 * ```ts
 * import { ArgumentError, assertNumber } from "@dark-knowledge/core";
 *
 * let message = "";
 * try {
 *   assertNumber("softmax", "temperature", 0, { above: 0 });
 * } catch (error) {
 *   if (ArgumentError.is(error)) message = error.message;
 * }
 * message; // => "softmax: temperature must be a positive finite number, got 0"
 * ```
 */
export function assertNumber(
  functionName: string,
  argument: string,
  value: unknown,
  bounds: NumberBounds = {},
): asserts value is number {
  const isRight = Number.isFinite(value) && isWithin(value as number, bounds);
  if (isRight && (!bounds.float32 || isFloat32(value as number, bounds))) return;
  const kind = `${bounds.above === 0 ? "a positive finite number" : "a finite number"}${isRight ? " that float32 can hold" : ""}`;
  fail(functionName, argument, value, kind, bounds.above === 0 ? { ...bounds, above: undefined } : bounds);
}

/**
 * Throws an {@link ArgumentError} unless `value` is a safe integer within `bounds`.
 *
 * @param functionName the exported function that was called; the message starts with it
 * @param argument the argument's name in the signature
 * @throws ArgumentError with code `range`
 * @see {@link assertNumber} for an example
 */
export function assertInteger(
  functionName: string,
  argument: string,
  value: unknown,
  bounds: NumberBounds = {},
): asserts value is number {
  if (Number.isSafeInteger(value) && isWithin(value as number, bounds)) return;
  fail(functionName, argument, value, "an integer", bounds);
}

function isWithin(value: number, { min, max, above, below }: NumberBounds): boolean {
  return (
    (min === undefined || value >= min) &&
    (max === undefined || value <= max) &&
    (above === undefined || value > above) &&
    (below === undefined || value < below)
  );
}

function isFloat32(value: number, { above }: NumberBounds): boolean {
  const rounded = Math.fround(value);
  return Number.isFinite(rounded) && (rounded !== 0 || above !== 0);
}

type LooseBounds = { [Bound in Exclude<keyof NumberBounds, "float32">]?: number | undefined };

function fail(functionName: string, argument: string, value: unknown, kind: string, bounds: LooseBounds): never {
  const limits = [
    bounds.min !== undefined && `at least ${bounds.min}`,
    bounds.above !== undefined && `above ${bounds.above}`,
    bounds.max !== undefined && `at most ${bounds.max}`,
    bounds.below !== undefined && `below ${bounds.below}`,
  ].filter(Boolean);
  const limit = limits.length > 0 ? `, ${limits.join(" and ")}` : "";
  throw new ArgumentError({
    functionName,
    argument,
    expected: `must be ${kind}${limit}`,
    received: formatValue(value),
    code: "range",
  });
}
