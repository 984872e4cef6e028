import type { Batch, BatchTargets, Input } from "../src/batch.ts";
import type { Column } from "../src/column.ts";
import type { Dataset } from "../src/dataset.ts";
import type { TableFeature, TableRowSource } from "../src/table-row.ts";
import type { Targets } from "../src/targets.ts";
import type { EncodeTransform, Transform } from "../src/transform.ts";

const product = (shape: readonly number[]) => shape.reduce((size, length) => size * length, 1);

/** A batch of some stored examples, number by number, in plain arrays. */
export function batchOracle({ columns, targets, weights }: Dataset, ids: readonly number[]): Batch {
  const inputs = Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, inputOracle(column, ids)]));
  return {
    inputs,
    targets: targetsOracle(targets, ids),
    ...(weights ? { weights: Float32Array.from(ids.map((id) => weights[id]!)) } : {}),
    ids: Int32Array.from(ids),
    augmentationSeed: 0,
  };
}

function inputOracle(column: Column, ids: readonly number[]): Input {
  const { values, shape, offsets, transforms } = column;
  const size = product(shape);
  const examples = ids.map((id) => {
    const [from, to] = offsets === undefined ? [id, id + 1] : [offsets[id]!, offsets[id + 1]!];
    const stored = Array.from(values.slice(from * size, to * size));
    return transforms.reduce((numbers, transform) => transformOracle(column, numbers, transform), stored);
  });
  const isFloat = transforms.some(({ kind }) => kind !== "vocabulary") || !(values instanceof Int32Array);
  const Type = isFloat ? Float32Array : Int32Array;
  const row = transforms.findLast(({ kind }) => kind === "counts" || kind === "encode");
  if (offsets === undefined || row !== undefined) {
    const own = row === undefined ? shape : [row.kind === "counts" ? row.size : examples[0]?.length];
    if (examples.length > 0) return { values: Type.from(examples.flat()), shape: [ids.length, ...own] as number[] };
    return { values: new Type(), shape: [0, ...inputShapeOracle(column)] };
  }
  const lengths = examples.map((example) => example.length / size);
  const longest = Math.max(1, ...lengths);
  const pad = (list: readonly number[], length: number) => [
    ...list,
    ...new Array<number>(length - list.length).fill(0),
  ];
  return {
    values: Type.from(examples.flatMap((example) => pad(example, longest * size))),
    shape: [ids.length, longest, ...shape],
    lengths: Int32Array.from(lengths),
    mask: Uint8Array.from(lengths.flatMap((length) => pad(new Array<number>(length).fill(1), longest))),
  };
}

function inputShapeOracle({ shape, transforms }: Column): readonly number[] {
  const row = transforms.findLast(({ kind }) => kind === "counts" || kind === "encode");
  if (row === undefined) return shape;
  if (row.kind === "counts") return [row.size];
  const { features } = row as EncodeTransform;
  return [
    features.reduce((sum, one) => sum + (one.type === "number" ? 1 + Number(one.marksMissing) : one.values.length), 0),
  ];
}

/** What one transform makes of the numbers of one example. */
function transformOracle(column: Column, numbers: readonly number[], transform: Transform): number[] {
  switch (transform.kind) {
    case "scale": {
      const at = (list: number | readonly number[], index: number) =>
        typeof list === "number" ? list : list[index % list.length]!;
      return numbers.map((number, index) =>
        Math.fround((number - at(transform.subtract, index)) * (1 / at(transform.divide, index))),
      );
    }
    case "vocabulary":
      // −1 becomes 1.
      return numbers.map((number) => Math.max(1, transform.values.indexOf(column.names![number]!) + 2));
    case "counts": {
      const row = Array.from(
        { length: transform.size },
        (_, index) => numbers.filter((one) => one === index + 1).length,
      );
      if (transform.weighting === "presence") return row.map((count) => Math.min(count, 1));
      const norm = Math.sqrt(row.reduce((sum, count) => sum + count * count, 0));
      return transform.weighting === "count" ? row : row.map((count) => (norm === 0 ? 0 : Math.fround(count / norm)));
    }
    case "encode": {
      const stored = (column.source as TableRowSource).features;
      return transform.features.flatMap((feature, index) => {
        const cell = numbers[index]!;
        if (feature.type === "category") {
          const known = stored[index] as Extract<TableFeature, { type: "category" }>;
          return feature.values.map((value) => (known.values[cell] === value ? 1 : 0));
        }
        const isMissing = Number.isNaN(cell);
        const shown = isMissing ? 0 : Math.fround((cell - feature.subtract) * (1 / feature.divide));
        return feature.marksMissing ? [shown, isMissing ? 1 : 0] : [shown];
      });
    }
  }
}

function targetsOracle(targets: Targets, ids: readonly number[]): BatchTargets {
  switch (targets.kind) {
    case "none":
      return { kind: "none" };
    case "classes":
      return { kind: "classes", labels: Int32Array.from(ids, (id) => targets.labels[id]!) };
    case "several-classes": {
      const shape = [ids.length, targets.classNames.length];
      const labels = ids.flatMap((id) => targets.classNames.map((_, k) => targets.labels[id * shape[1]! + k]!));
      return { kind: "several-classes", labels: Int32Array.from(labels), shape };
    }
    case "positions": {
      const { shape, offsets, labels, ignored } = targets;
      const size = product(shape);
      const examples = ids.map((id) => {
        const [from, to] = offsets === undefined ? [id, id + 1] : [offsets[id]!, offsets[id + 1]!];
        return Array.from(labels.slice(from * size, to * size), (label) => (label === ignored ? -1 : label));
      });
      const longest = Math.max(1, ...examples.map((example) => example.length / size));
      return {
        kind: "positions",
        labels: Int32Array.from(
          examples.flatMap((list) => [...list, ...new Array<number>(longest * size - list.length).fill(-1)]),
        ),
        shape: [ids.length, ...(offsets === undefined ? [] : [longest]), ...shape],
      };
    }
    case "numbers": {
      const { values, known, names } = targets;
      const places = ids.flatMap((id) => names.map((_, output) => id * names.length + output));
      const isKnown = (place: number) => known === undefined || known[place] === 1;
      return {
        kind: "numbers",
        values: Float32Array.from(places, (place) => (isKnown(place) ? values[place]! : 0)),
        known: Uint8Array.from(places, (place) => (isKnown(place) ? 1 : 0)),
        shape: [ids.length, names.length],
      };
    }
  }
}
