import fc from "fast-check";
import type { ColumnParts } from "../src/column.ts";
import { columnOf } from "../src/column-of.ts";
import { counts } from "../src/counts.ts";
import type { DatasetParts } from "../src/create-dataset.ts";
import { scale } from "../src/scale.ts";
import { tableRow } from "../src/table-row.ts";
import type { Targets } from "../src/targets.ts";
import type { CountsWeighting, FeatureEncoding, Transform } from "../src/transform.ts";

const product = (shape: readonly number[]) => shape.reduce((size, length) => size * length, 1);

const name = fc.string({ minLength: 1, maxLength: 5 });

const float = fc.float({ min: -1e6, max: 1e6, noNaN: true, noDefaultInfinity: true });

const nonZero = fc.oneof(fc.double({ min: 0.01, max: 1e3, noNaN: true }), fc.constant(255), fc.constant(-0.5));

/** The offsets of `count` sequences of up to six positions. */
const anyOffsets = (count: number): fc.Arbitrary<Int32Array> =>
  fc.array(fc.nat(6), { minLength: count, maxLength: count }).map((lengths) => {
    let end = 0;
    return Int32Array.of(0, ...lengths.map((length) => (end += length)));
  });

const anyScale = (width: number): fc.Arbitrary<Transform> => {
  const some = (number: fc.Arbitrary<number>) =>
    fc.oneof(number, fc.array(number, { minLength: width, maxLength: width }));
  return fc.record({ subtract: some(fc.integer({ min: -9, max: 300 })), divide: some(nonZero) }).map(scale);
};

/** A column of `count` examples. */
function anyColumn(count: number): fc.Arbitrary<ColumnParts> {
  return fc
    .record({
      type: fc.constantFrom("uint8", "int32", "float32"),
      axes: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 3 }),
      offsets: fc.option(anyOffsets(count), { nil: undefined }),
    })
    .chain(({ type, axes, offsets }) => {
      const shape = offsets === undefined && axes.length === 0 ? [1] : axes;
      const length = (offsets?.at(-1) ?? count) * product(shape);
      const sized = { minLength: length, maxLength: length };
      const values: fc.Arbitrary<Uint8Array | Int32Array | Float32Array> =
        type === "uint8"
          ? fc.uint8Array(sized)
          : type === "int32"
            ? fc.int32Array({ ...sized, min: -1000, max: 100_000 })
            : fc.array(float, sized).map((numbers) => Float32Array.from(numbers));
      const transforms = fc.array(anyScale(shape.at(-1) ?? 1), { maxLength: 2 });
      return fc.record({ values, transforms }).map((rest) => ({ shape, ...(offsets ? { offsets } : {}), ...rest }));
    });
}

/** A column of `count` examples whose integers stand for texts, and transforms of them. */
function anyNamedColumn(count: number): fc.Arbitrary<ColumnParts> {
  const texts = fc.uniqueArray(name, { minLength: 1, maxLength: 6 });
  return fc.tuple(texts, fc.option(anyOffsets(count), { nil: undefined })).chain(([names, offsets]) => {
    const shape = offsets === undefined ? [2] : [];
    const length = (offsets?.at(-1) ?? count) * product(shape);
    const values = fc.int32Array({ minLength: length, maxLength: length, min: 0, max: names.length - 1 });
    const known = fc.subarray([...names, "\u0000 nowhere"]).map((list) => [...list].reverse());
    const weighting = fc.constantFrom<CountsWeighting>("count", "presence", "unit");
    const transforms = fc
      .tuple(known, fc.boolean(), fc.boolean(), weighting)
      .map(([values, isKnown, isCounted, how]) => [
        ...(isKnown ? [{ kind: "vocabulary", version: 1, values } as const] : []),
        ...(isCounted ? [counts({ size: isKnown ? values.length + 1 : names.length, weighting: how })] : []),
      ]);
    const column = { shape, names, ...(offsets ? { offsets } : {}) };
    return fc.record({ values, transforms }).map((rest) => ({ ...column, ...rest }));
  });
}

const CITIES = ["Ulm", "Bonn", "Kiel"];

/** A column of `count` rows of a number and a category, encoded in some way. */
function anyTable(count: number): fc.Arbitrary<ColumnParts> {
  const row = fc.record({
    size: fc.option(float, { nil: undefined }),
    city: fc.option(fc.constantFrom("Oslo", ...CITIES), { nil: undefined }),
  });
  const source = tableRow([
    { name: "size", type: "number" },
    { name: "city", type: "category", values: CITIES },
  ]);
  const encode = fc.record({ marksMissing: fc.boolean(), values: fc.subarray(["Rom", ...CITIES]) });
  return fc
    .tuple(fc.array(row, { minLength: count, maxLength: count }), encode, fc.array(anyScale(1), { maxLength: 1 }))
    .map(([rows, { marksMissing, values }, scales]): ColumnParts => {
      const features: FeatureEncoding[] = [
        { name: "size", type: "number", subtract: 5, divide: 3, marksMissing },
        { name: "city", type: "category", values },
      ];
      const uniform = scales.filter(
        (one) => one.kind === "scale" && typeof one.subtract === "number" && typeof one.divide === "number",
      );
      return { ...columnOf(rows, source), transforms: [{ kind: "encode", version: 1, features }, ...uniform] };
    });
}

/** Targets of any kind for `count` examples. */
function anyTargets(count: number): fc.Arbitrary<Targets> {
  const classNames = fc.uniqueArray(name, { minLength: 1, maxLength: 4 });
  const several = (length: number, min: number, max: number) =>
    fc.array(fc.integer({ min, max }), { minLength: length, maxLength: length });
  return fc.oneof(
    fc.constant<Targets>({ kind: "none" }),
    classNames.chain((classNames) =>
      several(count, -1, classNames.length - 1).map((labels): Targets => {
        return { kind: "classes", labels: Int32Array.from(labels), classNames };
      }),
    ),
    classNames.chain((classNames) =>
      several(count * classNames.length, -1, 1).map((labels): Targets => {
        return { kind: "several-classes", labels: Int8Array.from(labels), classNames };
      }),
    ),
    fc
      .tuple(classNames, fc.boolean(), fc.option(anyOffsets(count), { nil: undefined }))
      .chain(([classNames, isByte, offsets]) => {
        const shape = offsets === undefined ? [2, 3] : [];
        const ignored = isByte ? 255 : -100;
        const numbers = fc.oneof(fc.nat(classNames.length - 1), fc.constant(ignored));
        const length = (offsets?.at(-1) ?? count) * product(shape);
        return fc.array(numbers, { minLength: length, maxLength: length }).map((labels): Targets => {
          const stored = isByte ? Uint8Array.from(labels) : Int32Array.from(labels);
          return { kind: "positions", labels: stored, shape, classNames, ignored, ...(offsets ? { offsets } : {}) };
        });
      }),
    fc.tuple(fc.uniqueArray(name, { minLength: 1, maxLength: 3 }), fc.boolean()).chain(([names, hasUnknown]) => {
      const length = count * names.length;
      return fc
        .tuple(fc.array(float, { minLength: length, maxLength: length }), several(length, 0, 1))
        .map(([values, known]): Targets => {
          const numbers = { kind: "numbers", names, values: Float32Array.from(values) } as const;
          return hasUnknown ? { ...numbers, known: Uint8Array.from(known) } : numbers;
        });
    }),
  );
}

/** Whatever `createDataset` takes: up to eight examples in up to three columns. */
export const anyDataset: fc.Arbitrary<DatasetParts> = fc.nat(8).chain((count) =>
  fc
    .record({
      columns: fc.dictionary(name, fc.oneof(anyColumn(count), anyNamedColumn(count), anyTable(count)), {
        minKeys: 1,
        maxKeys: 3,
        noNullPrototype: true,
      }),
      targets: anyTargets(count),
      weights: fc.option(fc.array(fc.nat(5), { minLength: count, maxLength: count }), { nil: undefined }),
    })
    .map(({ weights, ...rest }) => ({ ...rest, ...(weights ? { weights: Float32Array.from(weights) } : {}) })),
);
