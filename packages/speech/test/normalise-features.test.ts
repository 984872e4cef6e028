import { createMatrix } from "@dark-knowledge/core";
import { expect, test } from "vitest";
import { featureStatistics, normaliseFeatures } from "../src/index.ts";
import { rowsOf, someFeatures } from "./some-features.ts";

test("featureStatistics(utterances) are those of all frames together", () => {
  const utterances = [someFeatures(4, 3, 1), someFeatures(0, 3, 2), someFeatures(7, 3, 3)];
  const frames = utterances.flatMap(rowsOf);
  const { means, deviations } = featureStatistics(utterances);
  for (let column = 0; column < 3; column++) {
    const values = frames.map((frame) => frame[column]!);
    const mean = values.reduce((sum, value) => sum + value, 0) / 11;
    // Half the mean squared difference of pairs is the variance.
    const pairs = values.flatMap((one) => values.map((other) => (one - other) ** 2 / 2));
    expect(means[column]).toBeAllClose(mean, { rtol: 1e-10 });
    expect(deviations[column]).toBeAllClose(Math.sqrt(pairs.reduce((sum, pair) => sum + pair, 0) / 121), {
      rtol: 1e-10,
    });
  }
});

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
    "no frames",
    () => featureStatistics([someFeatures(0, 2, 1)]),
    "featureStatistics: utterances must have at least one frame, got none",
  ],
  [
    "another width",
    () => featureStatistics([someFeatures(1, 2, 1), someFeatures(1, 3, 1)]),
    "featureStatistics: utterances[1].columns must be 2 (as utterances[0]), got 3",
  ],
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
