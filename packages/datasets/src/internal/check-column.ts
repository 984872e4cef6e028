import { assertInteger, formatShape, formatValue } from "@dark-knowledge/core";
import type { Column, ColumnParts, ColumnValues } from "../column.ts";
import type { Source } from "../source.ts";
import { checkTexts } from "./check-texts.ts";
import { checkTransforms } from "./check-transforms.ts";
import { fail } from "./fail.ts";
import { product } from "./product.ts";

const NAME = "createDataset";

/** Where a part stands in the arguments, for errors. */
export type ArgumentPath = (field: string) => string;

/** The most examples of a dataset: ids are 32-bit integers. */
const MOST_EXAMPLES = 2 ** 31 - 1;

/** Checks all of a column but whether it has as many examples as the rest of the dataset. */
export function checkColumn(parts: ColumnParts, path: ArgumentPath): Column {
  const { values, shape, offsets, starts, names, source, transforms = [] } = parts;
  if (!isColumnValues(values)) {
    fail(NAME, "dtype", path("values"), "must be a Uint8Array, an Int32Array or a Float32Array", describe(values));
  }
  const axes = checkShape(path("shape"), shape, offsets === undefined ? 1 : 0);
  assertRoom(path("shape"), axes, values.length);
  // What is missing in a table is NaN until it is encoded.
  if (values instanceof Float32Array && source?.kind !== "table-row") assertFinite(path("values"), values);
  if (offsets !== undefined) checkOffsets(path("offsets"), offsets, values.length / product(axes), path("values"));
  if (starts !== undefined) checkStarts(path, parts, product(axes));
  if (names !== undefined) checkNamed(path, values, names);
  if (source !== undefined) checkSource(path("source"), source);
  const column: Column = {
    values,
    shape: axes,
    ...(offsets === undefined ? {} : { offsets }),
    ...(starts === undefined ? {} : { starts }),
    ...(names === undefined ? {} : { names }),
    ...(source === undefined ? {} : { source }),
    transforms,
  };
  return { ...column, transforms: checkTransforms(NAME, path("transforms"), column) };
}

/** Throws unless every number stands for one of the names. */
function checkNamed(path: ArgumentPath, values: ColumnValues, names: unknown): void {
  if (!(values instanceof Int32Array)) {
    fail(NAME, "dtype", path("values"), "must be an Int32Array where there are names", describe(values));
  }
  const { length } = checkTexts(NAME, path("names"), names);
  const wrong = values.findIndex((value) => value < 0 || value >= length);
  if (wrong >= 0) assertInteger(NAME, `${path("values")}[${wrong}]`, values[wrong], { min: 0, below: length });
}

function checkSource(argument: string, source: unknown): void {
  const { kind, version } = (source ?? {}) as Partial<Source>;
  if (typeof kind === "string" && Number.isSafeInteger(version)) return;
  fail(NAME, "dtype", argument, "must be a source, with a kind and a version", formatValue(source));
}

/** How many examples a column has. */
export function countExamples({ values, shape, offsets, starts }: Column, path: ArgumentPath): number {
  if (starts !== undefined) return starts.length;
  const count = offsets === undefined ? values.length / product(shape) : offsets.length - 1;
  if (!Number.isInteger(count)) {
    const expected = `must have a length that is a multiple of ${product(shape)} (examples of shape ${formatShape(shape)})`;
    fail(NAME, "shape", path("values"), expected, String(values.length));
  }
  if (count > MOST_EXAMPLES) {
    fail(NAME, "range", path("values"), `must have at most ${MOST_EXAMPLES} examples`, String(count));
  }
  return count;
}

/** Throws unless a column has as many examples as another one. */
export function assertCount(
  column: Column,
  path: ArgumentPath,
  { count, as }: { readonly count: number; readonly as: string },
): void {
  const own = countExamples(column, path);
  if (own === count) return;
  const field = (["starts", "offsets"] as const).find((name) => column[name] !== undefined) ?? "values";
  fail(NAME, "shape", path(field), `must be of ${count} examples (as ${as})`, String(own));
}

/** Throws unless `shape` is a list of positive sizes. */
export function checkShape(argument: string, shape: unknown, leastAxes: number): readonly number[] {
  if (!Array.isArray(shape)) fail(NAME, "shape", argument, "must be a list of sizes", formatValue(shape));
  const axes: readonly number[] = Array.from(shape);
  if (axes.length < leastAxes) fail(NAME, "shape", argument, "must have at least one axis", formatShape(axes));
  axes.forEach((size, axis) => {
    assertInteger(NAME, `${argument}[${axis}]`, size, { min: 1 });
  });
  return axes;
}

/** Of sequences without a single position, whose batches have one of padding each. */
const LARGEST_EMPTY = 2 ** 20;

/** Throws unless an example or a position of a shape is as small as the array that holds them, or small anyway. */
export function assertRoom(argument: string, axes: readonly number[], length: number): void {
  const most = Math.max(length, LARGEST_EMPTY);
  if (product(axes) <= most) return;
  fail(NAME, "range", argument, `must be of at most ${most} numbers (there are ${length})`, formatShape(axes));
}

/** Throws unless `offsets` rise from 0 to the number of positions. */
export function checkOffsets(argument: string, offsets: unknown, positions: number, as: string): void {
  if (!(offsets instanceof Int32Array)) fail(NAME, "dtype", argument, "must be an Int32Array", describe(offsets));
  if (offsets.length === 0) {
    fail(NAME, "shape", argument, "must have one number more than there are examples", "no number");
  }
  if (offsets[0] !== 0) fail(NAME, "range", `${argument}[0]`, "must be 0", String(offsets[0]));
  for (let index = 1; index < offsets.length; index++) {
    if (offsets[index]! >= offsets[index - 1]!) continue;
    const least = `must be at least ${offsets[index - 1]} (as the one before)`;
    fail(NAME, "range", `${argument}[${index}]`, least, String(offsets[index]));
  }
  const last = offsets.length - 1;
  if (offsets[last] !== positions) {
    fail(NAME, "shape", `${argument}[${last}]`, `must be ${positions} (the positions in ${as})`, String(offsets[last]));
  }
}

/** Throws unless each example of a size lies within stored numbers that stand for nothing but themselves. */
function checkStarts(path: ArgumentPath, parts: ColumnParts, size: number): void {
  const { starts, values } = parts;
  const argument = path("starts");
  if (!(starts instanceof Int32Array)) fail(NAME, "dtype", argument, "must be an Int32Array", describe(starts));
  const other = (["offsets", "names", "source"] as const).find((name) => parts[name] !== undefined);
  if (other !== undefined) fail(NAME, "state", argument, `must be left out where there are ${other}`, "both");
  const outside = starts.findIndex((start) => !(start >= 0 && start + size <= values.length));
  if (outside < 0) return;
  const expected = `must be from 0 to ${values.length - size} (${values.length} numbers, examples of ${size})`;
  fail(NAME, "range", `${argument}[${outside}]`, expected, String(starts[outside]));
}

/** Throws at the first number that is NaN or infinite. */
export function assertFinite(argument: string, values: Float32Array): void {
  for (let index = 0; index < values.length; index++) {
    const value = values[index]!;
    // NaN − NaN and ∞ − ∞ are NaN.
    if (value - value === 0) continue;
    fail(NAME, "range", `${argument}[${index}]`, "must be a finite number", String(value));
  }
}

/** A value as errors show it, with the first element of a list. */
export function describe(value: unknown): string {
  if (!Array.isArray(value) || value.length === 0) return formatValue(value);
  return `${formatValue(value)} that begins with ${formatValue(value[0])}`;
}

function isColumnValues(values: unknown): values is ColumnValues {
  return values instanceof Uint8Array || values instanceof Int32Array || values instanceof Float32Array;
}
