import { generatedDigits } from "@dark-knowledge/datasets";
import { expect, test } from "vitest";
import { describeSplit } from "../../src/data/describe-split.ts";

const { train: training, test: tested } = generatedDigits({ trainSize: 30, testSize: 10, seed: 1 });

test("describeSplit counts the examples of the parts, 0 for a validation set that is not there", () => {
  const data = { training, test: tested } as Parameters<typeof describeSplit>[0];
  expect(describeSplit({ ...data, validation: tested })).toBe(
    "30 examples for training, 10 for validation, 10 for the test",
  );
  expect(describeSplit({ ...data, validation: undefined as never })).toBe(
    "30 examples for training, 0 for validation, 10 for the test",
  );
});
