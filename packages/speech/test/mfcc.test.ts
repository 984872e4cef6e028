import { expect, test } from "vitest";
import { logMel, mfcc } from "../src/index.ts";
import { noise, rowsOf } from "./some-features.ts";

test("mfcc(logMels) is a rotation when it keeps all, and its zeroth value the scaled sum", () => {
  const features = logMel(noise(600, 11), { sampleRate: 8000 });
  const cepstra = mfcc(features, { coefficients: 40 });
  rowsOf(features).forEach((frame, row) => {
    const turned = rowsOf(cepstra)[row]!;
    // The inverse, by its definition.
    const back = frame.map((_, j) =>
      turned.reduce(
        (sum, c, k) => sum + c * Math.sqrt((k === 0 ? 1 : 2) / 40) * Math.cos((Math.PI * k * (2 * j + 1)) / 80),
        0,
      ),
    );
    expect(back).toBeAllClose(frame, { rtol: 1e-4, atol: 1e-4 });
    expect(turned[0]).toBeAllClose(frame.reduce((sum, value) => sum + value, 0) / Math.sqrt(40), { rtol: 1e-5 });
  });
  expect(rowsOf(mfcc(features))).toEqual(rowsOf(cepstra).map((row) => row.slice(0, 13)));
});

test("mfcc(logMels) refuses more coefficients than filters", () => {
  expect(() => mfcc(logMel([], { sampleRate: 8000 }), { coefficients: 41 })).toThrow(
    "mfcc: coefficients must be an integer, at least 1 and at most 40, got 41",
  );
});
