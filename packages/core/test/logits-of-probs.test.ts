import { describe, expect, test } from "vitest";
import { createRandom, logitsOfProbs, SMALLEST_PROB, softmax } from "../src/index.ts";

describe("logitsOfProbs(probs)", () => {
  test("is T log p", () => {
    expect(logitsOfProbs([1, Math.exp(-2)], { temperature: 3 })).toEqual(Float32Array.of(0, -6));
    expect(logitsOfProbs([])).toEqual(new Float32Array(0));
  });

  test("is undone by the softmax at the same temperature", () => {
    const random = createRandom(3);
    for (const temperature of [0.5, 1, 7]) {
      const probs = softmax(Array.from({ length: 6 }, () => 8 * random.uniform() - 4));
      expect(Array.from(softmax(logitsOfProbs(probs, { temperature }), { temperature }))).toBeAllClose(probs, {
        rtol: 1e-5,
      });
    }
  });

  test("stays finite for 0, and lets NaN through", () => {
    expect(logitsOfProbs([0, SMALLEST_PROB, 1e-300, Number.NaN])).toEqual(
      Float32Array.of(-126 * Math.LN2, -126 * Math.LN2, -126 * Math.LN2, Number.NaN),
    );
  });

  test("refuses a temperature that is none", () => {
    expect(() => logitsOfProbs([1], { temperature: 0 })).toThrow("logitsOfProbs: temperature must be");
  });
});
