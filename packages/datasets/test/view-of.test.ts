import fc from "fast-check";
import { expect, test } from "vitest";
import { createDataset } from "../src/create-dataset.ts";
import type { Dataset } from "../src/dataset.ts";
import { jitterShift } from "../src/jitter-shift.ts";
import { scale } from "../src/scale.ts";
import { selectRows } from "../src/select-rows.ts";
import { viewOf } from "../src/view-of.ts";
import { anyDataset } from "./any-dataset.ts";
import { batchOracle } from "./batch-oracle.ts";
import { tinyDataset, tinyImages } from "./tiny-dataset.ts";

const featuresOf = (...args: Parameters<typeof viewOf>) => viewOf(...args).inputs.features!.values;

/** The same, pixel by pixel from where it came. */
function oracle({ columns }: Dataset, ids: readonly number[], seed: number, jitter: number): number[] {
  const { values: stored, shape } = columns.features!;
  const [height, width, channels] = shape as [number, number, number];
  const values: number[] = [];
  for (const id of ids) {
    const { down, right } = jitterShift(seed, id, jitter);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const isInside = y - down >= 0 && y - down < height && x - right >= 0 && x - right < width;
        for (let channel = 0; channel < channels; channel++) {
          const from = ((id * height + y - down) * width + x - right) * channels + channel;
          values.push(isInside ? Math.fround(stored[from]! / 255) : 0);
        }
      }
    }
  }
  return values;
}

test.each([1, 3])("viewOf moves images of %d channel(s) as jitterShift says and pads with 0", (channels) => {
  const dataset = tinyImages(40, 5, 7, channels);
  const ids = [...dataset.rows].reverse();
  expect([...featuresOf(dataset, ids, 6, { jitter: 4 })]).toEqual(oracle(dataset, ids, 6, 4));
});

test("viewOf moves images of shape [height, width] as those of one channel", () => {
  const dataset = tinyImages(10, 4, 4);
  const flat = { ...dataset, columns: { features: { ...dataset.columns.features!, shape: [4, 4] } } };
  const options = { jitter: 1 };
  expect(featuresOf(flat, dataset.rows, 2, options)).toEqual(featuresOf(dataset, dataset.rows, 2, options));
});

test("viewOf(dataset, ids, 0) gives the examples as they are stored, also those outside the view", () => {
  const view = selectRows(tinyDataset([0, 1, 2]), [1]);
  expect(featuresOf(view, [2, 0], 0)).toEqual(Float32Array.of(2 / 255, 0));
});

test("viewOf maps 0 to 0 and 255 to 1", () => {
  const dataset = createDataset({
    columns: { bytes: { values: Uint8Array.of(0, 255), shape: [1], transforms: [scale({ divide: 255 })] } },
  });
  expect(viewOf(dataset, [0, 1], 0).inputs.bytes!.values).toEqual(Float32Array.of(0, 1));
});

test("viewOf of any dataset is what plain loops make of it", () => {
  const cases = anyDataset.chain((parts) => fc.tuple(fc.constant(createDataset(parts)), fc.array(fc.nat(100))));
  fc.assert(
    fc.property(cases, ([dataset, picks]) => {
      const ids = dataset.rows.length === 0 ? [] : picks.map((pick) => pick % dataset.rows.length);
      expect(viewOf(dataset, ids, 0)).toEqual(batchOracle(dataset, ids));
    }),
    { seed: 1, numRuns: 200 },
  );
});

test("viewOf fills what a jitter uncovers with what becomes of a stored 0", () => {
  const dataset = createDataset({
    columns: { pixel: { values: Uint8Array.of(9, 9, 9, 9), shape: [2, 2], transforms: [scale({ subtract: [1, 3] })] } },
  });
  const seed = [...Array(50).keys()].find((seed) => seed > 0 && jitterShift(seed, 0, 1).right === 1)!;
  const { values } = viewOf(dataset, [0], seed, { jitter: 1 }).inputs.pixel!;
  // Moved by one: the left pixels are uncovered, and the right ones are scaled as their place is.
  for (const row of [0, 2])
    expect([
      [-1, -3],
      [-1, 6],
    ]).toContainEqual([...values.subarray(row, row + 2)]);
});

test("viewOf refuses ids, seeds and jitters out of range", () => {
  const dataset = tinyImages(2, 3, 4);
  expect(() => viewOf(dataset, [0, 2], 0)).toThrow("viewOf: ids[1] must be an integer, at least 0 and below 2, got 2");
  expect(() => viewOf(dataset, [0], -1)).toThrow("viewOf: augmentationSeed must be an integer, at least 0, got -1");
  expect(() => viewOf(dataset, [0], 1, { jitter: 3 })).toThrow(
    "viewOf: jitter must be an integer, at least 0 and below 3, got 3",
  );
  expect(() => viewOf(tinyDataset([0]), [0], 1, { jitter: 2 })).toThrow(
    "viewOf: jitter must be 0 for examples of shape [1], which are no images, got 2",
  );
});
