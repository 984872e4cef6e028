import type { ColumnParts, DatasetParts, ScaleTransform, Targets, Transform } from "@dark-knowledge/datasets";
import fc from "fast-check";

/** What {@link datasetParts} draws: few examples, for which all kinds of columns and targets come up. */
export interface RandomDataset {
  readonly parts: DatasetParts;
  readonly count: number;
}

const float = fc.float({ min: -1e6, max: 1e6, noNaN: true, noDefaultInfinity: true });
const VALUES = {
  uint8: (length: number) => fc.uint8Array({ minLength: length, maxLength: length }),
  int32: (length: number) => fc.int32Array({ minLength: length, maxLength: length }),
  float32: (length: number) =>
    fc.float32Array({ minLength: length, maxLength: length, min: -1e6, max: 1e6, noNaN: true }),
} as const;

/** Where the sequences of `count` examples begin and end: some are empty. */
const offsetsOf = (count: number) =>
  fc
    .array(fc.nat(4), { minLength: count, maxLength: count })
    .map((lengths) => Int32Array.from([0, ...lengths.map((_, index) => sum(lengths.slice(0, index + 1)))]));

/** Scales with one number, or with one for each place of the last axis. */
const scaleOf = (width: number): fc.Arbitrary<ScaleTransform> => {
  const numbers = (number: fc.Arbitrary<number>) =>
    fc.oneof(number, fc.array(number, { minLength: width, maxLength: width }));
  const divide = fc.double({ min: 0.25, max: 300, noNaN: true });
  return fc.record({
    kind: fc.constant("scale" as const),
    version: fc.constant(1 as const),
    subtract: numbers(fc.double({ min: -100, max: 100, noNaN: true })),
    divide: numbers(divide),
  });
};

function columnOf(count: number): fc.Arbitrary<ColumnParts> {
  const shape = fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 3 });
  return fc
    .record({ type: fc.constantFrom("uint8", "int32", "float32"), axes: shape, offsets: fc.option(offsetsOf(count)) })
    .chain(({ type, axes, offsets }) => {
      // A position of a sequence may be a single number.
      const shape = offsets === null && axes.length === 0 ? [1] : axes;
      const positions = offsets === null ? count : offsets[count]!;
      const scales = fc.array(scaleOf(shape.at(-1) ?? 1), { maxLength: 2 });
      return fc.record({
        values: VALUES[type as keyof typeof VALUES](positions * product(shape)) as fc.Arbitrary<Float32Array>,
        shape: fc.constant(shape),
        ...(offsets === null ? {} : { offsets: fc.constant(offsets) }),
        transforms: scales as fc.Arbitrary<readonly Transform[]>,
      }) as fc.Arbitrary<ColumnParts>;
    });
}

/** The counts of words and the tables of categories are in the tests of readers and of tables. */
function targetsOf(count: number): fc.Arbitrary<Targets> {
  const classNames = fc
    .integer({ min: 1, max: 4 })
    .map((classes) => Array.from({ length: classes }, (_, at) => `c${at}`));
  const labels = (length: number, max: number) =>
    fc.array(fc.integer({ min: -1, max }), { minLength: length, maxLength: length });
  const classes = classNames.chain((names) =>
    labels(count, names.length - 1).map(
      (list): Targets => ({ kind: "classes", labels: Int32Array.from(list), classNames: names }),
    ),
  );
  const several = classNames.chain((names) =>
    labels(count * names.length, 1).map(
      (list): Targets => ({ kind: "several-classes", labels: Int8Array.from(list), classNames: names }),
    ),
  );
  const numbers = classNames.chain((names) => {
    const size = { minLength: count * names.length, maxLength: count * names.length };
    return fc
      .record({
        values: fc.array(float, size),
        known: fc.option(fc.array(fc.nat(1), size)),
        scale: fc.option(scaleOf(names.length)),
      })
      .map(
        ({ values, known, scale }): Targets => ({
          kind: "numbers",
          names,
          values: Float32Array.from(values),
          ...(known === null ? {} : { known: Uint8Array.from(known) }),
          ...(scale === null ? {} : { scale }),
        }),
      );
  });
  const positions = fc.tuple(classNames, offsetsOf(count)).chain(([names, offsets]) =>
    labels(offsets[count]!, names.length - 1).map(
      (list): Targets => ({
        ...{ kind: "positions", labels: Int32Array.from(list), shape: [], offsets, classNames: names, ignored: -1 },
      }),
    ),
  );
  return fc.oneof(classes, several, numbers, positions, fc.constant<Targets>({ kind: "none" }));
}

/** Draws the parts of a dataset: one to three columns of any kind, targets of any kind, weights or none. */
export const datasetParts: fc.Arbitrary<RandomDataset> = fc.nat(12).chain((count) =>
  fc
    .record({
      columns: fc.array(columnOf(count), { minLength: 1, maxLength: 3 }),
      targets: targetsOf(count),
      weights: fc.option(fc.array(fc.float({ min: 0, max: 9, noNaN: true }), { minLength: count, maxLength: count })),
    })
    .map(({ columns, targets, weights }) => ({
      count,
      parts: {
        columns: Object.fromEntries(columns.map((column, index) => [`column ${index}`, column])),
        targets,
        ...(weights === null ? {} : { weights: Float32Array.from(weights) }),
      },
    })),
);

export function product(shape: readonly number[]): number {
  return shape.reduce((size, one) => size * one, 1);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
