import { expect, test } from "vitest";
import type { Dataset } from "../src/create-dataset.ts";
import { jitterShift } from "../src/jitter-shift.ts";
import { selectRows } from "../src/select-rows.ts";
import { viewOf } from "../src/view-of.ts";
import { tinyDataset, tinyImages } from "./tiny-dataset.ts";

/** The same, pixel by pixel from where it came. */
function oracle({ features, exampleShape }: Dataset, ids: readonly number[], seed: number, jitter: number): number[] {
  const [height, width, channels] = exampleShape as [number, number, number];
  const values: number[] = [];
  for (const id of ids) {
    const { down, right } = jitterShift(seed, id, jitter);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const isInside = y - down >= 0 && y - down < height && x - right >= 0 && x - right < width;
        for (let channel = 0; channel < channels; channel++) {
          const from = ((id * height + y - down) * width + x - right) * channels + channel;
          values.push(isInside ? Math.fround(features[from]! / 255) : 0);
        }
      }
    }
  }
  return values;
}

test.each([1, 3])("viewOf moves images of %d channel(s) as jitterShift says and pads with 0", (channels) => {
  const dataset = tinyImages(40, 5, 7, channels);
  const ids = [...dataset.rows].reverse();
  expect([...viewOf(dataset, ids, 6, { jitter: 4 })]).toEqual(oracle(dataset, ids, 6, 4));
});

test("viewOf moves images of shape [height, width] as those of one channel", () => {
  const dataset = tinyImages(10, 4, 4);
  const flat = { ...dataset, exampleShape: [4, 4] };
  expect(viewOf(flat, dataset.rows, 2, { jitter: 1 })).toEqual(viewOf(dataset, dataset.rows, 2, { jitter: 1 }));
});

test("viewOf(dataset, ids, 0) gives the examples as they are stored, also those outside the view", () => {
  const view = selectRows(tinyDataset([0, 1, 2]), [1]);
  expect(viewOf(view, [2, 0], 0)).toEqual(Float32Array.of(2 / 255, 0));
});

test("viewOf maps 0 to 0 and 255 to 1", () => {
  const dataset = { ...tinyDataset([0, 0]), features: Uint8Array.of(0, 255) };
  expect(viewOf(dataset, [0, 1], 0)).toEqual(Float32Array.of(0, 1));
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
