import { ArgumentError } from "./argument-error.ts";
import { formatShape } from "./format.ts";

/**
 * Throws an {@link ArgumentError} unless `shape` equals `expected`; `as` names the argument that set the expectation.
 *
 * Nothing here broadcasts: shapes that differ only by ones are different shapes.
 */
export function assertShape(
  functionName: string,
  argument: string,
  shape: readonly number[],
  expected: readonly number[],
  as?: string,
): void {
  if (shape.length === expected.length && shape.every((size, axis) => size === expected[axis])) return;
  throw new ArgumentError({
    functionName,
    argument,
    expected: `must have shape ${formatShape(expected)}${as === undefined ? "" : ` (as ${as})`}`,
    received: formatShape(shape),
    code: "shape",
  });
}
