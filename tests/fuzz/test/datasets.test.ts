import {
  augmentBy,
  type Batch,
  batches,
  type Column,
  createDataset,
  type Dataset,
  type DatasetParts,
  datasetFromTable,
  flip,
  groupSplit,
  inferLayout,
  jitterShift,
  kFolds,
  mixup,
  readCsv,
  type ScaleTransform,
  type Source,
  selectRows,
  stratifiedSplit,
  type TableRowSource,
  type Targets,
  viewOf,
} from "@dark-knowledge/datasets";
import fc from "fast-check";
import { expect, test } from "vitest";
import { datasetParts, product } from "../src/random-datasets.ts";
import { wrongRefusal } from "../src/refusal.ts";
import { runs } from "../src/runs.ts";

const seed = fc.maxSafeNat();

/** A view of some examples in some order, some of them twice. */
const views = datasetParts.chain(({ parts, count }) =>
  fc.record({
    parts: fc.constant(parts),
    positions: count === 0 ? fc.constant([]) : fc.array(fc.nat(count - 1), { maxLength: 2 * count }),
    batchSize: fc.integer({ min: 1, max: 9 }),
    seed,
    epoch: fc.nat(99),
  }),
);

/** What a model sees of one stored number: float32 after each of the scales. */
function scaled(value: number, place: number, scales: readonly ScaleTransform[]): number {
  const at = (numbers: number | readonly number[]) => (typeof numbers === "number" ? numbers : numbers[place]!);
  // Large integers are rounded when they are scaled, not before.
  return Math.fround(
    scales.reduce((x, { subtract, divide }) => Math.fround((x - at(subtract)) * (1 / at(divide))), value),
  );
}

/** The part of a column in a batch, number by number. */
function expectInput(column: Column, ids: Int32Array, { values, shape, lengths, mask }: Batch["inputs"][string]): void {
  const size = product(column.shape);
  const width = column.shape.at(-1) ?? 1;
  const scales = column.transforms as readonly ScaleTransform[];
  const isInteger = column.values instanceof Int32Array && scales.length === 0;
  expect(values.constructor).toBe(isInteger ? Int32Array : Float32Array);
  const startOf = (id: number) => column.offsets?.[id] ?? id;
  const own = Array.from(ids, (id) => startOf(id + 1) - startOf(id));
  const longest = Math.max(1, ...own);
  expect(shape).toEqual([ids.length, ...(column.offsets ? [longest] : []), ...column.shape]);
  expect(values).toHaveLength(product(shape));
  if (column.offsets) {
    expect([...lengths!]).toEqual(own);
    expect([...mask!]).toEqual(own.flatMap((length) => Array.from({ length: longest }, (_, at) => +(at < length))));
  }
  let wrong = 0;
  ids.forEach((id, row) => {
    for (let at = 0; at < longest * size; at++) {
      const stored = column.values[startOf(id) * size + at]!;
      const value = isInteger ? stored : scaled(stored, at % width, scales);
      if (values[row * longest * size + at] !== (at < own[row]! * size ? value : 0)) wrong++;
    }
  });
  expect(wrong).toBe(0);
}

/** The targets of a batch, as plain lists. */
function targetsOf(targets: Targets, ids: readonly number[]): object {
  if (targets.kind === "none") return { kind: "none" };
  if (targets.kind === "classes") return { kind: "classes", labels: ids.map((id) => targets.labels[id]) };
  if (targets.kind === "positions") {
    const rows = ids.map((id) => [...targets.labels.subarray(targets.offsets![id], targets.offsets![id + 1])]);
    const longest = Math.max(1, ...rows.map(({ length }) => length));
    const labels = rows.flatMap((row) => [...row, ...Array<number>(longest - row.length).fill(-1)]);
    return { kind: "positions", labels, shape: [ids.length, longest] };
  }
  const { length } = targets.kind === "numbers" ? targets.names : targets.classNames;
  const shape = [ids.length, length];
  const cells = ids.flatMap((id) => Array.from({ length }, (_, at) => [id * length + at, at] as const));
  if (targets.kind === "several-classes") {
    return { kind: "several-classes", labels: cells.map(([from]) => targets.labels[from]), shape };
  }
  const { values, known, scale } = targets;
  const isKnown = (from: number) => known?.[from] !== 0;
  return {
    kind: "numbers",
    // -0 is 0.
    values: cells.map(([from, at]) => (isKnown(from) ? scaled(values[from]!, at, scale ? [scale] : []) + 0 : 0)),
    known: cells.map(([from]) => Number(isKnown(from))),
    shape,
  };
}

/** Typed arrays as lists, without minus zeros. */
function plain(targets: Batch["targets"]): object {
  return Object.fromEntries(
    Object.entries(targets).map(([name, part]) => [
      name,
      ArrayBuffer.isView(part) ? Array.from(part as unknown as Float32Array, (value) => value + 0) : part,
    ]),
  );
}

function expectBatch(dataset: Dataset, { inputs, targets, weights, ids }: Batch): void {
  expect(Object.keys(inputs)).toEqual(Object.keys(dataset.columns));
  for (const [name, column] of Object.entries(dataset.columns)) expectInput(column, ids, inputs[name]!);
  expect(plain(targets)).toEqual(targetsOf(dataset.targets, [...ids]));
  expect(weights && [...weights]).toEqual(dataset.weights && Array.from(ids, (id) => dataset.weights![id]));
}

test("batches of random datasets hold what plain loops read: any columns, targets and weights", () => {
  const property = fc.property(views, ({ parts, positions, batchSize, seed, epoch }) => {
    const dataset = selectRows(createDataset(parts), positions);
    const stored = [...batches(dataset, { batchSize, order: "stored" })];
    for (const batch of stored) expectBatch(dataset, batch);
    expect(stored.flatMap(({ ids }) => [...ids])).toEqual([...dataset.rows]);
    const shuffled = [...batches(dataset, { batchSize, seed, epoch })];
    for (const batch of shuffled) expectBatch(dataset, batch);
    expect(shuffled.flatMap(({ ids }) => [...ids]).sort(byNumber)).toEqual([...dataset.rows].sort(byNumber));
    const whole = [...batches(dataset, { batchSize, seed, epoch, dropRemainder: true })];
    expect(whole.map(({ ids }) => ids.length)).toEqual(Array(Math.floor(positions.length / batchSize)).fill(batchSize));
  });
  fc.assert(property, runs(0.02));
});

const byNumber = (one: number, other: number): number => one - other;

test("splits of random datasets have every example once, and as many of each class as they say", () => {
  const cases = datasetParts.chain(({ parts, count }) =>
    fc.record({
      parts: fc.constant(parts),
      size: fc.nat(count),
      groups: fc.array(fc.nat(4), { minLength: count, maxLength: count }),
      folds: fc.integer({ min: 2, max: 6 }),
      seed,
    }),
  );
  const property = fc.property(cases, ({ parts, size, groups, folds, seed }) => {
    const dataset = createDataset(parts);
    const all = [...dataset.rows];
    const expectParts = (selected: Dataset, rest: Dataset) => {
      const taken = new Set(selected.rows);
      expect([...selected.rows]).toEqual(all.filter((id) => taken.has(id)));
      expect([...rest.rows]).toEqual(all.filter((id) => !taken.has(id)));
    };
    const { selected, rest } = stratifiedSplit(dataset, { size, seed });
    expectParts(selected, rest);
    expect(selected.rows).toHaveLength(size);
    const { targets } = dataset;
    if (targets.kind === "classes" && all.length > 0) {
      for (const label of [-1, ...targets.classNames.keys()]) {
        const of = (rows: readonly number[]) => rows.filter((id) => targets.labels[id] === label).length;
        expect(Math.abs(of([...selected.rows]) - (size * of(all)) / all.length)).toBeLessThan(1);
      }
    }
    const byGroup = groupSplit(dataset, { groups: Int32Array.from(groups), size, seed });
    expectParts(byGroup.selected, byGroup.rest);
    expect(byGroup.selected.rows.length).toBeLessThanOrEqual(size);
    const held = new Set(Array.from(byGroup.selected.rows, (id) => groups[id]));
    expect(Array.from(byGroup.rest.rows).some((id) => held.has(groups[id]))).toBe(false);
    if (folds > all.length) return;
    const parted = kFolds(dataset, { folds, seed });
    for (const { training, heldOut } of parted) expectParts(heldOut, training);
    expect(parted.flatMap(({ heldOut }) => [...heldOut.rows]).sort(byNumber)).toEqual(all);
  });
  fc.assert(property, runs(0.02));
});

/** A table of numbers, categories and labels, some of the cells empty, as text and as what it means. */
const tables = fc.array(
  fc.record({
    size: fc.option(fc.double({ min: -1e6, max: 1e6, noNaN: true })),
    colour: fc.option(fc.constantFrom("red", "a, b", 'say "x"', "été")),
    kind: fc.option(fc.constantFrom("herb", "tree")),
    price: fc.option(fc.double({ min: -1e3, max: 1e3, noNaN: true })),
  }),
  { minLength: 1, maxLength: 12 },
);

test("datasets from random tables hold the cells of the table, or the table is refused in one line", async () => {
  const property = fc.asyncProperty(tables, fc.boolean(), async (rows, isOfNumbers) => {
    const cell = (value: string | number | null) => (value === null ? "" : `"${String(value).replaceAll('"', '""')}"`);
    const lines = rows.map(({ size, colour, kind, price }) => [size, colour, kind, price].map(cell).join(","));
    let dataset: Dataset | undefined;
    const wrong = await wrongRefusal(() => {
      const table = readCsv(["size,colour,kind,price", ...lines].join("\n"));
      const [label, other] = isOfNumbers ? ["price", "kind"] : ["kind", "price"];
      const types = { size: "number", colour: "category" } as const;
      const task = isOfNumbers ? "numbers" : "classes";
      const layout = inferLayout(table, { label, ignore: [other], types, task });
      dataset = datasetFromTable(table, layout);
    });
    expect(wrong).toBeUndefined();
    if (dataset === undefined) return;
    const { targets } = dataset;
    const { values, source } = dataset.columns.row!;
    const { features } = source as Source as TableRowSource;
    rows.forEach((row, id) => {
      features.forEach((feature, at) => {
        const stored = values[id * features.length + at]!;
        const value = row[feature.name as "size" | "colour"];
        if (value === null) expect(stored).toBeNaN();
        else if (feature.type === "number") expect(stored + 0).toBe(Math.fround(value as number) + 0);
        else expect(feature.values[stored]).toBe(value);
      });
      if (targets.kind === "classes") expect(targets.classNames[targets.labels[id]!] ?? null).toBe(row.kind);
      if (targets.kind !== "numbers") return;
      expect(targets.known?.[id] === 0 ? null : targets.values[id]! + 0).toBe(
        row.price === null ? null : Math.fround(row.price) + 0,
      );
    });
  });
  await fc.assert(property, runs(0.02));
});

test("augmented batches are moved, flipped and changed as their seed says, and come back by id", () => {
  const cases = fc.record({
    height: fc.integer({ min: 1, max: 5 }),
    width: fc.integer({ min: 1, max: 5 }),
    channels: fc.constantFrom(1, 3),
    count: fc.integer({ min: 1, max: 6 }),
    jitter: fc.nat(3),
    batchSize: fc.integer({ min: 1, max: 4 }),
    seed,
    epoch: fc.nat(99),
  });
  const property = fc.property(cases, ({ height, width, channels, count, jitter, batchSize, seed, epoch }) => {
    const size = height * width * channels;
    const features = Uint8Array.from({ length: count * size }, (_, at) => (at * 37 + 11) % 256);
    const labels = Int32Array.from({ length: count }, (_, id) => id % 2);
    const exampleShape = [height, width, channels];
    const images = createDataset({ features, exampleShape, labels, classNames: ["a", "b"] });
    const most = Math.min(jitter, height - 1, width - 1);
    for (const { ids, inputs, augmentationSeed } of batches(images, { batchSize, seed, epoch, jitter: most })) {
      ids.forEach((id, row) => {
        const { down, right } = jitterShift(augmentationSeed, id, most);
        const expected = Array.from({ length: size }, (_, at) => {
          const y = Math.floor(at / (width * channels)) - down;
          const x = (Math.floor(at / channels) % width) - right;
          const isInside = y >= 0 && y < height && x >= 0 && x < width;
          return isInside ? features[id * size + (y * width + x) * channels + (at % channels)] : 0;
        });
        expect([...inputs.features!.values.subarray(row * size, (row + 1) * size)]).toEqual(expected);
      });
    }
    const add = augmentBy("add", ({ values, id }) => {
      for (let at = 0; at < values.length; at++) values[at] = values[at]! + id;
    });
    for (const augment of [
      [flip({ horizontal: true })],
      [add],
      [mixup({ alpha: 0.4 })],
      [flip({ vertical: true }), add],
    ]) {
      for (const batch of batches(images, { batchSize, seed, epoch, augment })) {
        expect(viewOf(images, batch.ids, batch.augmentationSeed, { augment })).toEqual(batch);
        if (augment[0] !== add) continue;
        const changed = Array.from(batch.ids).flatMap((id) =>
          Array.from(features.subarray(id * size, (id + 1) * size), (value) => value + id),
        );
        expect([...batch.inputs.features!.values]).toEqual(changed);
      }
    }
  });
  fc.assert(property, runs(0.01));
});

test("parts of which one is replaced by anything make a dataset that can be read, or are refused in one line", async () => {
  const places = ["values", "shape", "offsets", "transforms", "names", "source"] as const;
  const ends = ["kind", "labels", "classNames", "values", "names", "known", "scale", "offsets", "ignored"] as const;
  const anything = fc.oneof(
    fc.anything(),
    fc.constantFrom(Number.NaN, -1, 2 ** 31, [], [0], [2 ** 31, 2 ** 31], [1e308, 1e308], {}, null, "", "text"),
    fc.float32Array({ maxLength: 6 }),
    fc.int32Array({ maxLength: 6 }),
    fc.uint8Array({ maxLength: 6 }),
  );
  const cases = fc.tuple(
    datasetParts,
    fc.oneof(fc.constantFrom(...places), fc.constantFrom("weights", "targets")),
    anything,
    fc.constantFrom(...ends),
  );
  const property = fc.asyncProperty(cases, async ([{ parts }, place, value, end]) => {
    const { columns, ...rest } = parts;
    const [[name, column]] = Object.entries(columns) as [[string, object]];
    const changed =
      place === "weights"
        ? { columns, ...rest, weights: value }
        : place === "targets"
          ? { columns, ...rest, targets: { ...(rest.targets as object), [end]: value } }
          : { ...rest, columns: { ...columns, [name]: { ...column, [place]: value } } };
    const wrong = await wrongRefusal(() => {
      const dataset = createDataset(changed as DatasetParts);
      let seen = 0;
      for (const { ids } of batches(dataset, { batchSize: 3, order: "stored" })) seen += ids.length;
      expect(seen).toBe(dataset.rows.length);
    });
    expect(wrong).toBeUndefined();
  });
  await fc.assert(property, runs(0.03));
});
