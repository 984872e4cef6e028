import { createRandom } from "@dark-knowledge/core";
import { bench, describe } from "vitest";
import { type BatchesOptions, batches } from "../src/batches.ts";
import { createDataset } from "../src/create-dataset.ts";
import type { Dataset } from "../src/dataset.ts";
import { generatedDigits } from "../src/generated-digits.ts";
import { scale } from "../src/scale.ts";

const COUNT = 30_000;

const images = createDataset({
  features: Uint8Array.from({ length: COUNT * 784 }, (_, index) => (index * 31) % 256),
  labels: Int32Array.from({ length: COUNT }, (_, index) => index % 10),
  exampleShape: [28, 28, 1],
  transforms: [scale({ divide: 255 })],
  classNames: Array.from({ length: 10 }, (_, digit) => String(digit)),
});

function runThrough(dataset: Dataset, options: BatchesOptions): number {
  let sum = 0;
  for (const { inputs } of batches(dataset, options)) sum += inputs.features!.values[40]!;
  return sum;
}

describe("one epoch of 30,000 images of [28, 28, 1] in batches of 100", () => {
  bench("in stored order", () => {
    runThrough(images, { batchSize: 100, order: "stored" });
  });
  bench("shuffled", () => {
    runThrough(images, { batchSize: 100, seed: 1, epoch: 0 });
  });
  bench("shuffled, with a jitter of 2", () => {
    runThrough(images, { batchSize: 100, seed: 1, epoch: 0, jitter: 2 });
  });
});

const ROWS = 200_000;
const COLUMNS = 64;
const values = Float32Array.from({ length: ROWS * COLUMNS }, (_, index) => (index % 977) / 100);
const table = (standardised: boolean) =>
  createDataset({
    features: values,
    exampleShape: [COLUMNS],
    transforms: standardised
      ? [scale({ subtract: new Array(COLUMNS).fill(4), divide: new Array(COLUMNS).fill(3) })]
      : [],
    labels: new Int32Array(ROWS),
    classNames: ["row"],
  });
const [plain, standardised] = [table(false), table(true)];
const order = createRandom(1).permutation(ROWS);

describe("one epoch of 200,000 rows of 64 floats in batches of 128", () => {
  bench("memory: every batch a block copy of the rows that lie there", () => {
    for (let row = 0; row < ROWS; row += 128) values.slice(row * COLUMNS, (row + 128) * COLUMNS);
  });
  bench("memory: rows gathered in random order, and nothing else", () => {
    for (let start = 0; start < ROWS; start += 128) {
      const batch = new Float32Array(128 * COLUMNS);
      for (let index = 0; index < Math.min(128, ROWS - start); index++) {
        const from = order[start + index]! * COLUMNS;
        for (let column = 0; column < COLUMNS; column++) batch[index * COLUMNS + column] = values[from + column]!;
      }
    }
  });
  bench("in stored order", () => {
    runThrough(plain, { batchSize: 128, order: "stored" });
  });
  bench("shuffled", () => {
    runThrough(plain, { batchSize: 128, seed: 1, epoch: 0 });
  });
  bench("in stored order, standardised", () => {
    runThrough(standardised, { batchSize: 128, order: "stored" });
  });
  bench("shuffled, standardised", () => {
    runThrough(standardised, { batchSize: 128, seed: 1, epoch: 0 });
  });
});

describe("generated digits", () => {
  bench("1,000 digits", () => {
    generatedDigits({ trainSize: 1000, testSize: 0, seed: 1 });
  });
});
