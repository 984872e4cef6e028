import { createDataset, generatedDigits } from "@dark-knowledge/datasets";
import { expect, test } from "vitest";
import { examplesOf } from "../../src/nets/examples-of.ts";

test("examplesOf has the first two pictures of each class, in the order of the classes", () => {
  const { test: digits } = generatedDigits({ trainSize: 10, testSize: 100, seed: 1 });
  const examples = examplesOf(digits);
  expect(examples.map(({ label }) => label)).toEqual(Array.from({ length: 20 }, (_, index) => index >> 1));
  const { pixels, width, height } = examples[0]!.picture!;
  expect([width, height, pixels.length]).toEqual([28, 28, 784]);
  expect(Math.max(...pixels)).toBeGreaterThan(100);
});

test("examples that are no grey pictures have none", () => {
  const rows = { features: new Float32Array(6), labels: Int32Array.of(0, 1), classNames: ["a", "b"] };
  expect(examplesOf(createDataset({ ...rows, exampleShape: [3] }))).toEqual([{ label: 0 }, { label: 1 }]);
  const colours = { features: new Uint8Array(24), labels: Int32Array.of(0, 1), classNames: ["a", "b"] };
  expect(examplesOf(createDataset({ ...colours, exampleShape: [2, 2, 3] }))).toEqual([{ label: 0 }, { label: 1 }]);
});
