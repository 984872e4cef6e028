import { assertInteger, assertNumber, assertOneOf, formatValue } from "@dark-knowledge/core";
import type { Column } from "../column.ts";
import { assertScale } from "../scale.ts";
import type { TableRowSource } from "../table-row.ts";
import type { CountsTransform, EncodeTransform, ScaleTransform, Transform, VocabularyTransform } from "../transform.ts";
import { checkTexts } from "./check-texts.ts";
import { fail } from "./fail.ts";
import { FIRST_KNOWN } from "./first-known.ts";
import { traceTransforms } from "./trace-transforms.ts";

/** Where a transform stands, for errors. */
interface Place {
  readonly functionName: string;
  /** `columns.text.transforms[1]` */
  readonly path: string;
  readonly column: Column;
  /** How many transforms come before it. */
  readonly index: number;
}

/** Throws unless a column can be transformed in the way it says. Returns its transforms in a list of their own. */
export function checkTransforms(functionName: string, argument: string, column: Column): readonly Transform[] {
  if (!Array.isArray(column.transforms)) {
    fail(functionName, "dtype", argument, "must be a list of transforms", formatValue(column.transforms));
  }
  const transforms: readonly Transform[] = Array.from(column.transforms);
  transforms.forEach((transform, index) => {
    checkTransform({ functionName, path: `${argument}[${index}]`, column, index }, transform);
  });
  return transforms;
}

function checkTransform(place: Place, transform: Transform): void {
  const { functionName, path } = place;
  if (typeof transform !== "object" || transform === null) {
    fail(functionName, "dtype", path, "must be a transform", formatValue(transform));
  }
  assertOneOf(functionName, `${path}.kind`, transform.kind, ["scale", "vocabulary", "counts", "encode"]);
  if (transform.version !== 1) {
    const expected = "must be 1 (update @dark-knowledge/datasets to read newer ones)";
    fail(functionName, "range", `${path}.version`, expected, formatValue(transform.version));
  }
  if (place.column.starts !== undefined && transform.kind !== "scale") {
    fail(functionName, "state", path, "must be a scale where examples overlap", transform.kind);
  }
  if (transform.kind === "scale") checkScale(place, transform);
  if (transform.kind === "vocabulary") checkVocabulary(place, transform);
  if (transform.kind === "counts") checkCounts(place, transform);
  if (transform.kind === "encode") checkEncode(place, transform);
}

function checkScale({ functionName, path, column, index }: Place, transform: ScaleTransform): void {
  assertScale(functionName, `${path}.`, transform);
  const width = traceTransforms(column, index).shape.at(-1) ?? 1;
  for (const name of ["subtract", "divide"] as const) {
    const numbers = transform[name];
    if (typeof numbers === "number" || numbers.length === width) continue;
    const expected = `must have ${width} numbers (the last axis of an example)`;
    fail(functionName, "shape", `${path}.${name}`, expected, String(numbers.length));
  }
}

function checkVocabulary({ functionName, path, column, index }: Place, { values }: VocabularyTransform): void {
  if (column.names === undefined || index > 0) {
    const received = index > 0 ? "another before it" : "numbers that stand for nothing";
    fail(functionName, "state", path, "must be the first transform of numbers that stand for texts", received);
  }
  checkTexts(functionName, `${path}.values`, values);
}

function checkCounts({ functionName, path, column, index }: Place, { size, weighting }: CountsTransform): void {
  assertInteger(functionName, `${path}.size`, size, { min: 1, max: 2 ** 31 - 1 });
  assertOneOf(functionName, `${path}.weighting`, weighting, ["count", "presence", "unit"]);
  if (!traceTransforms(column, index).isInteger) {
    fail(functionName, "state", path, "must come where there are integers", "numbers of the model");
  }
  const [first] = column.transforms;
  if (first?.kind === "vocabulary") {
    const largest = first.values.length + FIRST_KNOWN - 1;
    if (size !== largest) {
      fail(functionName, "range", `${path}.size`, `must be ${largest} (the vocabulary's)`, String(size));
    }
    return;
  }
  const wrong = column.values.findIndex((value) => value < 0 || value > size);
  if (wrong < 0) return;
  const expected = `must be at least the largest integer, and none must be negative`;
  fail(functionName, "range", `${path}.size`, expected, `${size} for ${column.values[wrong]}`);
}

function checkEncode({ functionName, path, column, index }: Place, { features }: EncodeTransform): void {
  const stored = column.source?.kind === "table-row" ? (column.source as TableRowSource).features : undefined;
  if (stored === undefined || index > 0) {
    const received = index > 0 ? "another before it" : "another source";
    fail(functionName, "state", path, "must be the first transform of rows of tables", received);
  }
  const described = (list: readonly { readonly name: string; readonly type: string }[]) =>
    list.map(({ name, type }) => `${name} (${type})`).join(", ");
  if (!Array.isArray(features) || described(features) !== described(stored)) {
    const received = Array.isArray(features) ? described(features) : formatValue(features);
    fail(functionName, "state", `${path}.features`, `must be ${described(stored)} (as the source)`, received);
  }
  (features as EncodeTransform["features"]).forEach((feature, at) => {
    const own = `${path}.features[${at}]`;
    if (feature.type === "category") {
      checkTexts(functionName, `${own}.values`, feature.values);
    } else {
      assertNumber(functionName, `${own}.subtract`, feature.subtract);
      assertNumber(functionName, `${own}.divide`, feature.divide, { above: 0 });
    }
  });
}
