import { ArgumentError } from "./argument-error.ts";
import { formatValue } from "./format.ts";

/**
 * Throws an {@link ArgumentError} unless `value` is an object, whatever its content.
 *
 * @param functionName the exported function that was called; the message starts with it
 * @param argument the argument's name in the signature
 * @throws ArgumentError with code `dtype`
 *
 * @example
 * ```ts
 * import { ArgumentError, assertObject } from "@dark-knowledge/core";
 *
 * let message = "";
 * try {
 *   assertObject("matrixRow", "matrix", [1, 2]);
 * } catch (error) {
 *   if (ArgumentError.is(error)) message = error.message;
 * }
 * message; // => "matrixRow: matrix must be an object, got an array of length 2"
 * ```
 */
export function assertObject(functionName: string, argument: string, value: unknown): asserts value is object {
  if (typeof value === "object" && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value)) return;
  throw new ArgumentError({
    functionName,
    argument,
    expected: "must be an object",
    received: formatValue(value),
    code: "dtype",
  });
}
