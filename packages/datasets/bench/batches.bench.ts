import { bench, describe } from "vitest";
import { type BatchesOptions, batches } from "../src/batches.ts";
import { createDataset } from "../src/create-dataset.ts";
import { generatedDigits } from "../src/generated-digits.ts";

const COUNT = 30_000;

const images = createDataset({
  features: Uint8Array.from({ length: COUNT * 784 }, (_, index) => (index * 31) % 256),
  labels: Int32Array.from({ length: COUNT }, (_, index) => index % 10),
  exampleShape: [28, 28, 1],
  classNames: Array.from({ length: 10 }, (_, digit) => String(digit)),
});

function runThrough(options: BatchesOptions): number {
  let sum = 0;
  for (const { features } of batches(images, options)) sum += features[400]!;
  return sum;
}

describe("one epoch of 30,000 examples of [28, 28, 1] in batches of 100", () => {
  bench("in stored order", () => {
    runThrough({ batchSize: 100, order: "stored" });
  });
  bench("shuffled", () => {
    runThrough({ batchSize: 100, seed: 1, epoch: 0 });
  });
  bench("shuffled, with a jitter of 2", () => {
    runThrough({ batchSize: 100, seed: 1, epoch: 0, jitter: 2 });
  });
});

describe("generated digits", () => {
  bench("1,000 digits", () => {
    generatedDigits({ trainSize: 1000, testSize: 0, seed: 1 });
  });
});
