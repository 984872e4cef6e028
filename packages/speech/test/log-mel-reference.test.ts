import { expect, test } from "vitest";
import { logMel, mfcc } from "../src/index.ts";
import { rowsOf } from "./some-features.ts";

/**
 * What NumPy 2.4 computes: frames by sliding_window_view times np.hamming, energies by np.fft.rfft, a bank of filters by np.interp as a
 * matrix, and the cosine transform by the FFT of each frame followed by itself backwards.
 */
test("logMel and mfcc are what NumPy computes at the defaults", () => {
  const samples = Float64Array.from({ length: 400 }, (_, n) => ((n * n * 7) % 31) / 31 - 0.5);
  // NumPy leaves the first sample as it is; here the one before it counts as 0, which is the same.
  const features = logMel(samples, { sampleRate: 8000 });
  const rows = rowsOf(features);
  expect([features.rows, features.columns]).toEqual([3, 40]);
  expect([0, 1, 20, 39].map((filter) => rows[0]![filter]!)).toBeAllClose([-4.240142, -7.465995, 0.94918, 5.52756], {
    rtol: 0,
    atol: 2e-6,
  });
  expect([0, 13, 26, 39].map((filter) => rows[2]![filter]!)).toBeAllClose([-4.29264, -4.71656, 2.771662, 5.526654], {
    rtol: 0,
    atol: 2e-6,
  });
  const cepstra = rowsOf(mfcc(features));
  const first = [
    ...[-0.51219, -20.46827, -5.02563, -0.7842, 0.28298, 0.27707, -3.71564],
    ...[3.67742, -0.31537, -2.80015, 0.91393, -2.48071, 0.77747],
  ];
  expect(cepstra[0]).toBeAllClose(first, { rtol: 0, atol: 2e-5 });
  expect([0, 1, 12].map((order) => cepstra[2]![order]!)).toBeAllClose([-0.42299, -20.29892, 0.48952], {
    rtol: 0,
    atol: 2e-5,
  });
});

test("logMel and mfcc are what NumPy computes with the filters of AN4", () => {
  const samples = Float64Array.from({ length: 900 }, (_, n) => 0.7 * Math.sin((n / 30) ** 2));
  const options = { sampleRate: 16_000, lowestFrequency: 130, highestFrequency: 6800 };
  const features = logMel(samples, options);
  const last = rowsOf(features)[3]!;
  expect([0, 13, 26, 39].map((filter) => last[filter]!)).toBeAllClose([-5.734365, -4.533061, 3.537112, -2.278548], {
    rtol: 0,
    atol: 2e-6,
  });
  const cepstra = rowsOf(mfcc(features))[3]!;
  expect([0, 1, 12].map((order) => cepstra[order]!)).toBeAllClose([-7.88147, -24.34738, 1.11472], {
    rtol: 0,
    atol: 2e-5,
  });
});
