import { datasetSize, generatedDigits } from "@dark-knowledge/datasets";
import { expect, test } from "vitest";
import { loadDistillData } from "../../src/distill/load-distill-data.ts";
import type { SpecParts } from "../../src/experiment.ts";
import { dataSource } from "../fixtures/data-source.ts";
import { tinySpec } from "../fixtures/tiny-spec.ts";

const load = (over: SpecParts) => loadDistillData(tinySpec(over), dataSource());

test("the validation set is split off the training set, in memory that threads share", async () => {
  const { training, validation, test: held } = await load({});
  expect([training, validation!, held].map(datasetSize)).toEqual([250, 50, 100]);
  expect(new Set([...training.rows, ...validation!.rows]).size).toBe(300);
  expect(training.columns.features!.values.buffer).toBeInstanceOf(SharedArrayBuffer);
  // What was chosen by somebody was chosen on other digits.
  expect(training).not.toEqual(generatedDigits({ trainSize: 300, testSize: 100, seed: 1 }).train);
});

test("there need be none", async () => {
  expect(await load({ validationSize: 0 })).not.toHaveProperty("validation");
});

test.each([
  [{ omit: [10] }, "spec: omit must name classes from 0 to 9, got 10"],
  [{ validationSize: 300 }, "spec: validationSize must be below the 300 training examples, got 300"],
  [{ transferSize: 251 }, "spec: transferSize must be at most 250, got 251"],
  [{ omit: [3], transferSize: 250 }, "spec: transferSize must be at most 22"],
])("%o is refused before anything is trained", async (over, message) => {
  await expect(load(over)).rejects.toThrow(message);
});
