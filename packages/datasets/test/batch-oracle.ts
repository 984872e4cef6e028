import type { Batch, BatchTargets, Input } from "../src/batch.ts";
import type { Column } from "../src/column.ts";
import type { Dataset } from "../src/create-dataset.ts";
import type { Targets } from "../src/targets.ts";

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

function inputOracle({ values, shape, offsets, transforms }: Column, ids: readonly number[]): Input {
  const size = product(shape);
  const width = shape.at(-1) ?? 1;
  const at = (numbers: number | readonly number[], index: number) =>
    typeof numbers === "number" ? numbers : numbers[index % width]!;
  const shown = (index: number) =>
    transforms.reduce(
      (number, { subtract, divide }) => Math.fround((number - at(subtract, index)) * (1 / at(divide, index))),
      values[index]!,
    );
  const examples = ids.map((id) => {
    const [from, to] = offsets === undefined ? [id, id + 1] : [offsets[id]!, offsets[id + 1]!];
    return Array.from({ length: (to - from) * size }, (_, index) => shown(from * size + index));
  });
  const Type = values instanceof Int32Array && transforms.length === 0 ? Int32Array : Float32Array;
  if (offsets === undefined) return { values: Type.from(examples.flat()), shape: [ids.length, ...shape] };
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
