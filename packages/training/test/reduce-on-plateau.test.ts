import { describe, expect, test } from "vitest";
import { type EpochSummary, exponentialDecay, reduceOnPlateau, scheduleValue } from "../src/index.ts";

const history = (values: readonly number[], name = "nll"): EpochSummary[] =>
  values.map((value, epoch) => ({
    ...{ epoch, terms: { total: 1 }, learningRate: 1 },
    validation: { size: 1, errors: 0, accuracy: 1, nll: 0, [name]: value },
  }));

/** The value after each epoch of a history, the first before any. */
const along = (schedule: ReturnType<typeof reduceOnPlateau>, values: readonly number[], name?: string) =>
  [0, ...values].map((_, count) =>
    scheduleValue(schedule, {
      ...{ step: 10 * count, totalSteps: 1000, stepsPerEpoch: 10 },
      epochs: history(values.slice(0, count), name),
    }),
  );

describe("reduceOnPlateau(initial, options)", () => {
  test("multiplies each time the figure has not become better for so many epochs", () => {
    const schedule = reduceOnPlateau(8, { patience: 2, factor: 0.5 });
    // Better, worse, worse: halved. Worse, worse: halved again. Better than ever: stays.
    expect(along(schedule, [5, 6, 6, 7, 7, 4, 5])).toEqual([8, 8, 8, 4, 4, 2, 2, 2]);
  });

  test("takes one of equals for no better, and a difference up to minDelta", () => {
    expect(along(reduceOnPlateau(8, { patience: 1, factor: 0.5 }), [5, 5])).toEqual([8, 8, 4]);
    expect(along(reduceOnPlateau(8, { patience: 1, factor: 0.5, minDelta: 1 }), [5, 4, 3.9])).toEqual([8, 8, 4, 4]);
  });

  test("rests for the epochs of cooldown, and does not go below min", () => {
    const resting = reduceOnPlateau(8, { patience: 1, factor: 0.5, cooldown: 2 });
    expect(along(resting, [5, 6, 6, 6, 6, 6])).toEqual([8, 8, 4, 4, 2, 2, 1]);
    const bounded = reduceOnPlateau(8, { patience: 1, factor: 0.5, min: 3 });
    expect(along(bounded, [5, 6, 6, 6])).toEqual([8, 8, 4, 3, 3]);
  });

  test("goes by any figure, higher or lower", () => {
    const byAccuracy = reduceOnPlateau(8, { patience: 1, factor: 0.5, metric: "accuracy" });
    expect(along(byAccuracy, [0.5, 0.6, 0.6, 0.4], "accuracy")).toEqual([8, 8, 8, 4, 2]);
    const byF1 = reduceOnPlateau(8, { patience: 1, factor: 0.5, metric: "f1", better: "higher" });
    expect(along(byF1, [0.5, 0.4], "f1")).toEqual([8, 8, 4]);
  });

  test("multiplies another schedule, also one that falls below min by itself", () => {
    const schedule = reduceOnPlateau(exponentialDecay(8, 0.5), { patience: 1, factor: 0.5, min: 1 });
    expect(along(schedule, [5, 6, 6, 6])).toEqual([8, 4, 1, 1, 0.5]);
  });

  test("is its initial value where nothing is known", () => {
    expect(scheduleValue(reduceOnPlateau(8, { patience: 1 }), { step: 5, totalSteps: 9, stepsPerEpoch: 3 })).toBe(8);
  });

  test("names what is wrong", () => {
    const rejects = (options: object, text: string) =>
      expect(() => reduceOnPlateau(1, { patience: 1, ...options })).toThrow(text);
    rejects({ patience: 0 }, "reduceOnPlateau: patience must be an integer, at least 1, got 0");
    rejects({ factor: 1 }, "reduceOnPlateau: factor must be a positive finite number, below 1, got 1");
    rejects({ metric: "f1" }, 'reduceOnPlateau: better must be one of "lower", "higher", got undefined');
    rejects({ cooldown: -1 }, "reduceOnPlateau: cooldown must be an integer, at least 0, got -1");
    rejects({ patince: 1 }, 'reduceOnPlateau: options must have known names only (did you mean "patience"?)');
    expect(() => reduceOnPlateau(-1, { patience: 1 })).toThrow(
      "reduceOnPlateau: initial must be a finite number, at least 0",
    );
    const byF1 = reduceOnPlateau(8, { patience: 1, metric: "f1", better: "higher" });
    expect(() => along(byF1, [1])).toThrow('reduceOnPlateau: metric must be a figure of the validation set, got "f1"');
  });
});
