import { createMatrix } from "@dark-knowledge/core";
import { expect, test } from "vitest";
import { featureStatistics, normaliseFeatures } from "../src/index.ts";
import { someFeatures } from "./some-features.ts";

test("normaliseFeatures(features) has mean 0 and deviation 1, however far the features are from 0", () => {
  const { rows, columns, data } = someFeatures(50, 2, 4);
  const features = createMatrix(
    rows,
    columns,
    Float64Array.from(data, (value) => 1e6 + value / 8),
  );
  const { means, deviations } = featureStatistics([normaliseFeatures(features)]);
  expect(means).toBeAllClose([0, 0], { atol: 1e-6 });
  expect(deviations).toBeAllClose([1, 1], { rtol: 1e-6 });
});

test("normaliseFeatures(features) only centres what does not vary", () => {
  expect(normaliseFeatures(createMatrix(2, 2, Float32Array.of(5, 1, 5, 3))).data).toEqual(Float32Array.of(0, -1, 0, 1));
});

test("normaliseFeatures(features, { statistics }) is what the speaker's statistics say; no frames stay none", () => {
  const statistics = { means: Float64Array.of(1), deviations: Float64Array.of(4) };
  expect(normaliseFeatures(createMatrix(2, 1, Float32Array.of(1, 3)), { statistics }).data).toEqual(
    Float32Array.of(0, 0.5),
  );
  expect(normaliseFeatures(createMatrix(0, 1, new Float32Array()))).toEqual({
    rows: 0,
    columns: 1,
    data: new Float32Array(),
  });
});

test.each<[string, () => unknown, string]>([
  [
    "statistics of another width",
    () => normaliseFeatures(someFeatures(1, 3, 1), { statistics: featureStatistics([someFeatures(2, 2, 1)]) }),
    "normaliseFeatures: options.statistics.means must have length 3 (as features), got 2",
  ],
  [
    "NaN",
    () => normaliseFeatures(createMatrix(1, 1, Float32Array.of(Number.NaN))),
    "normaliseFeatures: features.data[0] must be a finite number, got NaN",
  ],
])("refuses %s", (_, call, message) => {
  expect(call).toThrow(message);
});
