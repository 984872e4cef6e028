import { createMatrix } from "@dark-knowledge/core";
import { createDataset } from "@dark-knowledge/datasets";
import { expect, test } from "vitest";
import { correctClasses } from "../../src/nets/correct-classes.ts";

// Four examples, two of each class; class 1 is 4 too low to be found.
const labels = Int32Array.of(0, 0, 1, 1);
const test4 = createDataset({ features: new Uint8Array(4), labels, exampleShape: [1], classNames: ["a", "b"] });
const logits = createMatrix(4, 2, Float32Array.of(8, 0, 8, 0, 2, 0, 2, 0));

test("correctClasses finds a class again, both ways", () => {
  const { byShares, byTestErrors } = correctClasses({
    ...{ classes: [1], shares: [0.5, 0.5], trainingLogits: logits, testLogits: logits, test: test4 },
  });
  // Half of the mass for each: by symmetry the bias is in the middle of the two margins.
  expect(byShares.biases[0]).toBeCloseTo(5, 6);
  expect(byShares.figures.errors).toBe(0);
  expect(byTestErrors).toMatchObject({ shift: 5, figures: { errors: 0 } });
  expect(byTestErrors.confusion).toEqual([
    [2, 0],
    [0, 2],
  ]);
});
