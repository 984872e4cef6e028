import { ArgumentError } from "@dark-knowledge/core";
import type { NumberRows } from "../external-teacher.ts";
import { readRows } from "./read-rows.ts";

/** The function that is called, in errors. */
export const NAME = "answerLogits";

/** The logits, or numbers, that are being filled in, and the examples that they are of. */
export interface Sheet {
  readonly rows: number;
  readonly classCount: number;
  readonly nameOf: (row: number) => string;
  readonly isSkipped: (row: number) => boolean;
  readonly logits: Float32Array;
}

/** Shows the rows of an answer that are not left out, each checked for its length. */
export function forEachRow(
  kind: string,
  rows: NumberRows,
  { rows: count, classCount, isSkipped, nameOf }: Sheet,
  visit: (values: ArrayLike<number>, at: number, row: number) => void,
): void {
  const read = readRows(NAME, `answer.${kind}`, rows, count);
  for (let row = 0; row < count; row++) {
    if (isSkipped(row)) continue;
    const values = read(row);
    if (values.length !== classCount) {
      const expected = `must have ${classCount} ${kind === "numbers" ? "outputs" : "classes"} for ${nameOf(row)}`;
      fail(`answer.${kind}`, expected, String(values.length), "shape");
    }
    visit(values, row * classCount, row);
  }
}

/** The same of rows of the largest alone, with their classes. */
export function forEachTopK(
  kind: string,
  indices: NumberRows,
  rows: NumberRows,
  { rows: count, classCount, isSkipped, nameOf }: Sheet,
  visit: (classes: readonly number[], values: ArrayLike<number>, at: number, row: number) => void,
): void {
  const place = kind.split(".")[0]!;
  const readClasses = readRows(NAME, `answer.${place}.indices`, indices, count);
  const readValues = readRows(NAME, `answer.${kind}`, rows, count);
  for (let row = 0; row < count; row++) {
    if (isSkipped(row)) continue;
    const [classes, values] = [Array.from(readClasses(row)), readValues(row)];
    if (classes.length !== values.length) {
      fail(
        `answer.${kind}`,
        `must be ${classes.length} (as indices) for ${nameOf(row)}`,
        String(values.length),
        "shape",
      );
    }
    const wrong = classes.find((index) => !Number.isInteger(index) || index < 0 || index >= classCount);
    if (wrong !== undefined) {
      fail(
        `answer.${place}.indices`,
        `must be classes from 0 to ${classCount - 1} for ${nameOf(row)}`,
        show(wrong),
        "range",
      );
    }
    if (new Set(classes).size < classes.length) {
      fail(`answer.${place}.indices`, `must be different classes for ${nameOf(row)}`, classes.join(", "), "range");
    }
    visit(classes, values, row * classCount, row);
  }
}

/** A number, rounded, for errors. */
export function show(value: number): string {
  return String(Number.isFinite(value) ? Number(value.toPrecision(6)) : value);
}

/** Throws for one number. */
export function failAt(
  kind: string,
  expected: string,
  value: number,
  index: number,
  row: number,
  { nameOf }: Sheet,
): never {
  const place = `${kind === "numbers" ? "output" : "class"} ${index} of ${nameOf(row)}`;
  fail(`answer.${kind}`, expected, `${show(value)} for ${place}`, "range");
}

/** Throws for the answer as a whole. */
export function fail(argument: string, expected: string, received: string, code: "shape" | "range" | "dtype"): never {
  throw new ArgumentError({ functionName: NAME, argument, expected, received, code });
}
