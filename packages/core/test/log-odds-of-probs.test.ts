import { describe, expect, test } from "vitest";
import { createRandom, logOddsOfProbs, SMALLEST_PROB } from "../src/index.ts";

describe("logOddsOfProbs(probs)", () => {
  test("is T log(p / (1 - p))", () => {
    expect(Array.from(logOddsOfProbs([0.5, 0.75, 0.25], { temperature: 2 }))).toBeAllClose(
      [0, 2 * Math.log(3), -2 * Math.log(3)],
      { rtol: 1e-6 },
    );
    expect(logOddsOfProbs([])).toEqual(new Float32Array(0));
  });

  test("is undone by the sigmoid at the same temperature", () => {
    const random = createRandom(3);
    for (const temperature of [0.5, 1, 7]) {
      const probs = Array.from({ length: 9 }, () => random.uniform());
      const back = Array.from(logOddsOfProbs(probs, { temperature }), (z) => 1 / (1 + Math.exp(-z / temperature)));
      expect(back).toBeAllClose(probs, { rtol: 1e-5 });
    }
  });

  test("stays finite for 0 and 1, is symmetric where numbers are, and lets NaN through", () => {
    const [zero, one, tiny, none] = logOddsOfProbs([0, 1, 1e-300, Number.NaN]);
    expect([zero, tiny]).toEqual([Math.fround(Math.log(SMALLEST_PROB)), Math.fround(Math.log(SMALLEST_PROB))]);
    expect(one).toBeCloseTo(24 * Math.LN2, 5);
    expect(none).toBeNaN();
    const [low, high] = logOddsOfProbs([0.125, 0.875]);
    expect(low).toBe(-high!);
  });

  test("refuses a temperature that is none", () => {
    expect(() => logOddsOfProbs([1], { temperature: 0 })).toThrow("logOddsOfProbs: temperature must be");
  });
});
