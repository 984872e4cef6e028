import { ArgumentError, formatValue } from "@dark-knowledge/core";
import type { NumberRows } from "../external-teacher.ts";

/** Gives the rows of a flat or a nested array. In plain arrays, which may come from JSON, what is no number becomes NaN. */
export function readRows(
  functionName: string,
  argument: string,
  rows: NumberRows,
  count: number,
): (row: number) => ArrayLike<number> {
  const fail = (expected: string, received: string): never => {
    throw new ArgumentError({ functionName, argument, expected, received, code: "shape" });
  };
  if (!isRow(rows)) {
    return fail("must be an array of rows", formatValue(rows));
  }
  // The row of an example without an answer may be null.
  const isNested = Array.isArray(rows) && rows.some((row) => typeof row === "object" && row !== null);
  if (isNested) {
    if (rows.length !== count) fail(`must be ${count} rows (as there are examples)`, String(rows.length));
    const nested = rows as ArrayLike<ArrayLike<number>>;
    return (row) => {
      const values = nested[row]!;
      if (!isRow(values)) fail("must be rows of numbers", formatValue(values));
      return ArrayBuffer.isView(values) ? values : Array.from(values, toNumber);
    };
  }
  const width = rows.length / Math.max(1, count);
  if (!Number.isInteger(width) || (count === 0 && rows.length > 0)) {
    fail(`must be ${count} rows (as there are examples)`, `${rows.length} numbers`);
  }
  const flat = rows as ArrayLike<number>;
  if (rows instanceof Float32Array) return (row) => rows.subarray(row * width, (row + 1) * width);
  return (row) => Array.from({ length: width }, (_, index) => toNumber(flat[row * width + index]));
}

/** A list, which may hold anything, or a typed array of numbers. */
function isRow(value: unknown): value is ArrayLike<number> {
  return (
    Array.isArray(value) ||
    (ArrayBuffer.isView(value) && !(value instanceof DataView) && !/Big/.test(value.constructor.name))
  );
}

/** JSON has null where a number was NaN. */
function toNumber(value: unknown): number {
  return typeof value === "number" ? value : NaN;
}
