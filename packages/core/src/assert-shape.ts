import { ArgumentError } from "./argument-error.ts";
import { formatShape } from "./format.ts";

/**
 * Throws an {@link ArgumentError} unless `shape` equals `expected`; `as` names the argument that set the expectation.
 *
 * Nothing broadcasts: shapes that differ only by ones are different shapes.
 *
 * @param functionName the exported function that was called; the message starts with it
 * @param argument the argument's name in the signature
 * @throws ArgumentError with code `shape`
 *
 * @example
 * ```ts
 * import { ArgumentError, assertShape } from "@dark-knowledge/core";
 *
 * let message = "";
 * try {
 *   assertShape("softTargetCrossEntropy", "teacherLogits", [32, 9], [32, 10], "studentLogits");
 * } catch (error) {
 *   if (ArgumentError.is(error)) message = error.message;
 * }
 * message; // => "softTargetCrossEntropy: teacherLogits must have shape [32, 10] (as studentLogits), got [32, 9]"
 * ```
 */
export function assertShape(
  functionName: string,
  argument: string,
  shape: readonly number[],
  expected: readonly number[],
  as?: string,
): void {
  // As the shape of what is no tensor, undefined comes here.
  const isEqual = Array.isArray(shape) && shape.length === expected.length;
  if (isEqual && shape.every((size, axis) => size === expected[axis])) return;
  throw new ArgumentError({
    functionName,
    argument,
    expected: `must have shape ${formatShape(expected)}${as === undefined ? "" : ` (as ${as})`}`,
    received: formatShape(shape),
    code: "shape",
  });
}
