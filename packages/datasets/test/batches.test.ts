import { createRandom } from "@dark-knowledge/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Batch } from "../src/batch.ts";
import { batchCount } from "../src/batch-count.ts";
import { type BatchesOptions, batches } from "../src/batches.ts";
import { createDataset } from "../src/create-dataset.ts";
import { selectRows } from "../src/select-rows.ts";
import { viewOf } from "../src/view-of.ts";
import { tinyDataset, tinyImages } from "./tiny-dataset.ts";

test("batches(dataset, {order: 'stored'}) come in the order of the view, scaled to 1", () => {
  const view = selectRows(tinyDataset([2, 0, 1, -1]), [3, 1, 2]);
  const [first, second, ...more] = batches(view, { batchSize: 2, order: "stored" });
  expect(more).toEqual([]);
  expect(first).toEqual({
    inputs: { features: { values: Float32Array.of(3 / 255, 1 / 255), shape: [2, 1] } },
    targets: { kind: "classes", labels: Int32Array.of(-1, 0) },
    ids: Int32Array.of(3, 1),
    augmentationSeed: 0,
  });
  expect(second).toMatchObject({ inputs: { features: { shape: [1, 1] } }, ids: Int32Array.of(2) });
});

test("batches(dataset, {seed, epoch}) show every id exactly once, whatever the size of dataset and batch", () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 40 }),
      fc.integer({ min: 1, max: 12 }),
      fc.nat(),
      fc.nat(9),
      (n, batchSize, seed, epoch) => {
        const dataset = tinyDataset(new Array(n).fill(0));
        const options = { batchSize, seed, epoch };
        const made = [...batches(dataset, options)];
        expect(made).toHaveLength(batchCount(dataset, options));
        expect(made.flatMap(({ ids }) => [...ids]).sort((a, b) => a - b)).toEqual([...dataset.rows]);
        for (const { inputs, ids } of made) {
          expect(inputs.features!.shape).toEqual([ids.length, 1]);
          expect([...inputs.features!.values]).toEqual([...ids].map((id) => Math.fround(id / 255)));
        }
      },
    ),
    { seed: 1 },
  );
});

test("batches(dataset, {dropRemainder: true}) are all full", () => {
  const made = [
    ...batches(tinyDataset(new Array(7).fill(0)), { batchSize: 3, seed: 1, epoch: 0, dropRemainder: true }),
  ];
  expect(made.map(({ ids }) => ids.length)).toEqual([3, 3]);
});

test("batches depend on seed and epoch alone, and can be run through again", () => {
  const dataset = tinyImages(20, 5, 5);
  const options = { batchSize: 6, seed: 4, epoch: 2, jitter: 2 };
  const made = batches(dataset, options);
  const once = [...made];
  expect([...made]).toEqual(once);
  expect([...made][0]!.inputs.features!.values).not.toBe(once[0]!.inputs.features!.values);
  expect([...batches(dataset, options)]).toEqual(once);
  const order = (changed: Partial<typeof options>) =>
    [...batches(dataset, { ...options, ...changed })].flatMap(({ ids }) => [...ids]);
  expect(order({ seed: 5 })).not.toEqual(order({}));
  expect(order({ epoch: 3 })).not.toEqual(order({}));
});

test("batches show an id with the same shift whatever the batch size and the view, and another one in another epoch", () => {
  const dataset = tinyImages(12, 6, 6);
  const byId = (options: BatchesOptions, view = dataset) => {
    const features = new Map<number, string>();
    for (const batch of batches(view, options)) {
      batch.ids.forEach((id, at) => {
        features.set(id, batch.inputs.features!.values.slice(at * 36, (at + 1) * 36).join());
      });
    }
    return [...features].sort(([a], [b]) => a - b);
  };
  const options = { seed: 4, epoch: 0, jitter: 2 };
  const all = byId({ ...options, batchSize: 5 });
  expect(byId({ ...options, batchSize: 12 })).toEqual(all);
  expect(byId({ ...options, batchSize: 2 }, selectRows(dataset, [3, 4]))).toEqual(all.slice(3, 5));
  expect(byId({ ...options, batchSize: 5, epoch: 1 })).not.toEqual(all);
});

test("viewOf(dataset, ids, augmentationSeed, {jitter}) makes a batch again", () => {
  const dataset = tinyImages(15, 6, 4, 3);
  for (const batch of batches(dataset, { batchSize: 4, seed: 9, epoch: 1, jitter: 2 })) {
    expect(batch.augmentationSeed).toBeGreaterThan(0);
    expect(viewOf(dataset, batch.ids, batch.augmentationSeed, { jitter: 2 })).toEqual(batch);
  }
});

test("batches without jitter tell the augmentation seed 0", () => {
  const [batch] = batches(tinyImages(2, 3, 3), { batchSize: 2, seed: 9, epoch: 1 });
  expect(batch?.augmentationSeed).toBe(0);
});

test("batches with an augmentation seed show its views, in the epoch's own order", () => {
  const dataset = tinyImages(15, 6, 4, 3);
  const options = { batchSize: 4, seed: 9, epoch: 1, jitter: 2 };
  const own = [...batches(dataset, options)];
  const chosen = [...batches(dataset, { ...options, augmentationSeed: 77 })];
  expect(chosen.map(({ ids }) => ids)).toEqual(own.map(({ ids }) => ids));
  for (const batch of chosen) {
    expect(batch.augmentationSeed).toBe(77);
    expect(batch).toEqual(viewOf(dataset, batch.ids, 77, { jitter: 2 }));
  }
});

test("what the receiver does to a batch changes neither the dataset nor later batches", () => {
  const dataset = tinyDataset([0, 1]);
  const made = batches(dataset, { batchSize: 2, order: "stored" });
  const [batch] = made;
  batch!.inputs.features!.values.fill(9);
  (batch!.targets as { labels: Int32Array }).labels.fill(9);
  batch!.ids.fill(0);
  expect([...made]).toEqual([...batches(tinyDataset([0, 1]), { batchSize: 2, order: "stored" })]);
});

test.each<[BatchesOptions, string]>([
  [{ batchSize: 0, order: "stored" }, "batchSize must be an integer, at least 1, got 0"],
  [{ batchSize: 1, order: "shuffled" as "stored" }, 'order must be one of "stored", got "shuffled"'],
  [{ batchSize: 1, seed: -1, epoch: 0 }, "seed must be an integer, at least 0, got -1"],
  [{ batchSize: 1, seed: 1, epoch: 0.5 }, "epoch must be an integer, at least 0, got 0.5"],
  [
    { batchSize: 1, seed: 1, epoch: 0, augmentationSeed: 5 },
    "augmentationSeed must be an integer, at least 0 and at most 0, got 5",
  ],
  [{ batchSize: 1, seed: 1, epoch: 0, jitter: 3 }, "jitter must be an integer, at least 0 and below 3, got 3"],
])("batches(dataset, %o) is refused before the first batch", (options, message) => {
  expect(() => batches(tinyImages(2, 3, 4), options)).toThrow(`batches: ${message}`);
});

test("batches refuse to jitter what is no image", () => {
  expect(() => batches(tinyDataset([0]), { batchSize: 1, seed: 1, epoch: 0, jitter: 1 })).toThrow(
    "batches: jitter must be 0 for examples of shape [1], which are no images, got 1",
  );
});

/** Sequences of random lengths, each of as many numbers as it is long. */
function sequences(lengths: readonly number[]) {
  let end = 0;
  const offsets = Int32Array.of(0, ...lengths.map((length) => (end += length)));
  return createDataset({
    columns: { words: { values: Int32Array.from(lengths.flatMap((n) => new Array(n).fill(n))), shape: [], offsets } },
  });
}

const lengthsOf = (batch: Batch) => [...batch.inputs.words!.lengths!];

test("batches of sequences show every id once, in an order that depends on seed and epoch, the batch that is not full last", () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(9), { maxLength: 60 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 4 }),
      fc.boolean(),
      (lengths, batchSize, lengthPool, dropRemainder) => {
        const dataset = sequences(lengths);
        const options = { batchSize, lengthPool, dropRemainder, seed: 3, epoch: 1 };
        const made = [...batches(dataset, options)];
        expect(made).toHaveLength(batchCount(dataset, options));
        const ids = made.flatMap((batch) => [...batch.ids]);
        expect(new Set(ids).size).toBe(dropRemainder ? made.length * batchSize : lengths.length);
        expect(made.slice(0, -1).every((batch) => batch.ids.length === batchSize)).toBe(true);
        expect(made.flatMap(lengthsOf)).toEqual(ids.map((id) => lengths[id]));
        expect([...batches(dataset, options)]).toEqual(made);
      },
    ),
    { seed: 1 },
  );
});

test("batches of sequences have like lengths in each, in random order, and another one in the next epoch", () => {
  const random = createRandom(1);
  const dataset = sequences(Array.from({ length: 640 }, () => random.integer(100)));
  const padding = (lengthPool: number) => {
    const made = [...batches(dataset, { batchSize: 10, seed: 1, epoch: 0, lengthPool })];
    const shown = made.reduce((sum, { inputs }) => sum + inputs.words!.values.length, 0);
    return shown / made.flatMap(lengthsOf).reduce((sum, length) => sum + length, 0) - 1;
  };
  // Of lengths up to 99 the longest of ten is near 90, their mean near 50; sorted within 160 they differ by about 6.
  expect(padding(1)).toBeGreaterThan(0.6);
  expect(padding(16)).toBeLessThan(0.1);
  const order = (epoch: number) =>
    [...batches(dataset, { batchSize: 10, seed: 1, epoch })].map((b) => lengthsOf(b)[0]!);
  expect(order(0)).not.toEqual([...order(0)].sort((a, b) => a - b));
  expect(order(0)).not.toEqual(order(1));
});

test("batches refuse a pool of less than one batch", () => {
  expect(() => batches(sequences([1]), { batchSize: 1, seed: 1, epoch: 0, lengthPool: 0 })).toThrow(
    "batches: lengthPool must be an integer, at least 1, got 0",
  );
});
