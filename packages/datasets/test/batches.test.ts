import fc from "fast-check";
import { expect, test } from "vitest";
import { batchCount } from "../src/batch-count.ts";
import { type BatchesOptions, batches } from "../src/batches.ts";
import { selectRows } from "../src/select-rows.ts";
import { viewOf } from "../src/view-of.ts";
import { tinyDataset, tinyImages } from "./tiny-dataset.ts";

test("batches(dataset, {order: 'stored'}) come in the order of the view, scaled to 1", () => {
  const view = selectRows(tinyDataset([2, 0, 1, -1]), [3, 1, 2]);
  const [first, second, ...more] = batches(view, { batchSize: 2, order: "stored" });
  expect(more).toEqual([]);
  expect(first).toEqual({
    features: Float32Array.of(3 / 255, 1 / 255),
    shape: [2, 1],
    labels: Int32Array.of(-1, 0),
    ids: Int32Array.of(3, 1),
    augmentationSeed: 0,
  });
  expect(second).toMatchObject({ shape: [1, 1], ids: Int32Array.of(2), labels: Int32Array.of(1) });
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
        for (const { features, ids, shape } of made) {
          expect(shape).toEqual([ids.length, 1]);
          expect([...features]).toEqual([...ids].map((id) => Math.fround(id / 255)));
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
  expect(made.map(({ shape }) => shape[0])).toEqual([3, 3]);
});

test("batches depend on seed and epoch alone, and can be run through again", () => {
  const dataset = tinyImages(20, 5, 5);
  const options = { batchSize: 6, seed: 4, epoch: 2, jitter: 2 };
  const made = batches(dataset, options);
  const once = [...made];
  expect([...made]).toEqual(once);
  expect([...made][0]!.features).not.toBe(once[0]!.features);
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
        features.set(id, batch.features.slice(at * 36, (at + 1) * 36).join());
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

test("viewOf(dataset, ids, augmentationSeed, {jitter}) makes a batch's features again", () => {
  const dataset = tinyImages(15, 6, 4, 3);
  for (const batch of batches(dataset, { batchSize: 4, seed: 9, epoch: 1, jitter: 2 })) {
    expect(batch.augmentationSeed).toBeGreaterThan(0);
    expect(viewOf(dataset, batch.ids, batch.augmentationSeed, { jitter: 2 })).toEqual(batch.features);
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
    expect(batch.features).toEqual(viewOf(dataset, batch.ids, 77, { jitter: 2 }));
  }
});

test("what the receiver does to a batch changes neither the dataset nor later batches", () => {
  const dataset = tinyDataset([0, 1]);
  const made = batches(dataset, { batchSize: 2, order: "stored" });
  const [batch] = made;
  batch!.features.fill(9);
  batch!.labels.fill(9);
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
