import { expect, test } from "vitest";
import { featureStatistics } from "../src/index.ts";
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

test("featureStatistics(utterances) has a deviation of exactly 0 for a feature that never changes", () => {
  // Six times a sixth of 0.1 is not 0.1.
  const frames = (count: number, last: number) => {
    const data = Float32Array.from({ length: 2 * count }, (_, place) => (place % 2 === 0 ? 0.1 : place));
    if (count > 0) data[2 * count - 2] = last;
    return { rows: count, columns: 2, data };
  };
  const { means, deviations } = featureStatistics([frames(0, 0.1), frames(2, 0.1), frames(4, 0.1)]);
  expect([means[0], deviations[0]]).toEqual([Math.fround(0.1), 0]);
  expect(deviations[1]).toBeGreaterThan(1);
  expect(featureStatistics([frames(2, 0.1), frames(4, 0.2)]).deviations[0]).toBeGreaterThan(0.03);
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
])("refuses %s", (_, call, message) => {
  expect(call).toThrow(message);
});
