import { describe, expect, test } from "vitest";
import { cosineDecay, exponentialDecay, linearRamp, type Schedule, scheduleValue } from "../src/index.ts";

const at = (schedule: Schedule, step: number, totalSteps = 100, stepsPerEpoch = 10) =>
  scheduleValue(schedule, { step, totalSteps, stepsPerEpoch });

test("scheduleValue(number) is the number at every step", () => {
  expect([at(0.3, 0), at(0.3, 99)]).toEqual([0.3, 0.3]);
});

describe("cosineDecay(initial)", () => {
  test("starts at initial, is half of it half-way, and ends at zero", () => {
    const schedule = cosineDecay(0.1);
    expect(at(schedule, 0)).toBe(0.1);
    expect(at(schedule, 50)).toBeCloseTo(0.05, 12);
    expect(at(schedule, 100)).toBeCloseTo(0, 12);
    // (1 + cos 45°) / 2 = 0.8535533905932737
    expect(at(schedule, 25)).toBeCloseTo(0.0853553390593, 12);
  });

  test("rises in a straight line first with warmupSteps, then decays over what is left", () => {
    const schedule = cosineDecay(1, { warmupSteps: 4, final: 0.2 });
    expect([0, 1, 2, 3].map((step) => at(schedule, step, 24))).toBeAllClose([0.2, 0.4, 0.6, 0.8]);
    expect(at(schedule, 4, 24)).toBe(1);
    expect(at(schedule, 14, 24)).toBeCloseTo(0.6, 12);
    expect(at(schedule, 24, 24)).toBeCloseTo(0.2, 12);
  });

  test("names what is wrong", () => {
    expect(() => cosineDecay(-1)).toThrow(/^cosineDecay: initial must be a finite number, at least 0, got -1$/);
    expect(() => cosineDecay(1e39)).toThrow(
      /^cosineDecay: initial must be a finite number that float32 can hold, at least 0, got 1e\+39$/,
    );
    expect(() => cosineDecay(1, { warmupSteps: 0.5 })).toThrow(
      /^cosineDecay: warmupSteps must be an integer, at least 0, got 0.5$/,
    );
    expect(() => cosineDecay(1, { final: Number.NaN })).toThrow(
      /^cosineDecay: final must be a finite number, at least 0, got NaN$/,
    );
  });
});

describe("exponentialDecay(initial, factor)", () => {
  test("multiplies once per epoch", () => {
    const schedule = exponentialDecay(8, 0.5);
    expect([0, 9, 10, 19, 30].map((step) => at(schedule, step))).toEqual([8, 8, 4, 4, 1]);
  });

  test("names what is wrong", () => {
    expect(() => exponentialDecay(1, 0)).toThrow(
      /^exponentialDecay: factor must be a positive finite number, at most 1, got 0$/,
    );
    expect(() => exponentialDecay(-2, 0.5)).toThrow(
      /^exponentialDecay: initial must be a finite number, at least 0, got -2$/,
    );
  });
});

describe("linearRamp(initial, final, { epochs })", () => {
  test("goes in a straight line and stays", () => {
    const schedule = linearRamp(0.5, 0.9, { epochs: 4 });
    expect([0, 10, 20, 40, 90].map((step) => at(schedule, step))).toBeAllClose([0.5, 0.6, 0.7, 0.9, 0.9]);
  });

  test("names what is wrong", () => {
    expect(() => linearRamp(0.5, 0.9, { epochs: 0 })).toThrow(
      /^linearRamp: epochs must be a positive finite number, got 0$/,
    );
    expect(() => linearRamp(Number.NaN, 0.9, { epochs: 1 })).toThrow(
      /^linearRamp: initial must be a finite number, at least 0, got NaN$/,
    );
    expect(() => linearRamp(0.5, -1, { epochs: 1 })).toThrow(
      /^linearRamp: final must be a finite number, at least 0, got -1$/,
    );
  });
});
