import { expect, test } from "vitest";
import { type AcousticModel, splitMixtures } from "../src/index.ts";

test("splitMixtures(model) puts halves to both sides of each mean, beside each other", () => {
  const model: AcousticModel = {
    states: 2,
    components: 1,
    dimensions: 2,
    weights: Float64Array.of(1, 1),
    means: Float64Array.of(0, 10, 20, 30),
    variances: Float64Array.of(1, 4, 9, 16),
    varianceFloors: Float64Array.of(0.1, 0.1),
    stayProbs: Float64Array.of(0.5, 0.6),
  };
  const two = splitMixtures(model, { distance: 0.5 });
  expect(two).toEqual({
    ...model,
    components: 2,
    weights: Float64Array.of(0.5, 0.5, 0.5, 0.5),
    means: Float64Array.of(-0.5, 9, 0.5, 11, 18.5, 28, 21.5, 32),
    variances: Float64Array.of(1, 4, 1, 4, 9, 16, 9, 16),
  });
  // Again: each of the two becomes a pair.
  expect(splitMixtures(two, { distance: 1 }).means.slice(0, 8)).toEqual(
    Float64Array.of(-1.5, 7, 0.5, 11, -0.5, 9, 1.5, 13),
  );
});
