import { createMatrix } from "@dark-knowledge/core";
import { expect, test } from "vitest";
import { featureStatistics, flatStart } from "../src/index.ts";
import { someFeatures } from "./some-features.ts";

test("flatStart(utterances, { states }) gives each state mean and variance of all frames", () => {
  const utterances = [someFeatures(5, 2, 1), someFeatures(3, 2, 2)];
  const { means, deviations } = featureStatistics(utterances);
  const squares = [deviations[0]! ** 2, deviations[1]! ** 2];
  expect(flatStart(utterances, { states: 3, stayProb: 0.7, varianceFloor: 0.1 })).toEqual({
    states: 3,
    components: 1,
    dimensions: 2,
    weights: Float64Array.of(1, 1, 1),
    means: Float64Array.of(...means, ...means, ...means),
    variances: Float64Array.of(...squares, ...squares, ...squares),
    varianceFloors: Float64Array.of(0.1 * squares[0]!, 0.1 * squares[1]!),
    stayProbs: Float64Array.of(0.7, 0.7, 0.7),
  });
});

test("flatStart(utterances, options) refuses a feature that never changes", () => {
  expect(() => flatStart([createMatrix(2, 2, Float32Array.of(1, 5, 2, 5))], { states: 1 })).toThrow(
    "flatStart: utterances must vary in each feature, got always the same in feature 1",
  );
});
