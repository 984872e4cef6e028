import { describe, expect, it } from "vitest";
import { ArgumentError } from "../src/argument-error.ts";
import { logSoftmax, logSumExp, softmax } from "../src/softmax.ts";

const LN2 = Math.log(2);

describe("logSumExp(values)", () => {
  it("is log(1 + 1) of [0, 0], and log 6 of [log 1, log 2, log 3]", () => {
    expect(logSumExp([0, 0])).toBe(LN2);
    expect(logSumExp([0, LN2, Math.log(3)])).toBeCloseTo(Math.log(6), 15);
  });

  it("is the value itself of a single value", () => {
    expect(logSumExp([-3.25])).toBe(-3.25);
  });

  it("moves with a common shift, without overflow and without underflow", () => {
    // log(2 e^x) = x + log 2
    expect(logSumExp([1e4, 1e4])).toBe(1e4 + LN2);
    expect(logSumExp([-1e4, -1e4])).toBe(-1e4 + LN2);
    expect(logSumExp([1e308, 1e308])).toBe(1e308);
  });

  it("takes −∞ as a term of zero", () => {
    expect(logSumExp([-Infinity, 2, -Infinity])).toBe(2);
    expect(logSumExp([-Infinity, -Infinity])).toBe(-Infinity);
    expect(logSumExp([])).toBe(-Infinity);
  });

  it("is +∞ where a value is, and NaN where one is", () => {
    expect(logSumExp([0, Infinity])).toBe(Infinity);
    expect(logSumExp([0, Number.NaN, 1])).toBeNaN();
    expect(logSumExp([Infinity, Number.NaN])).toBeNaN();
  });

  it("reads typed arrays and leaves them as they were", () => {
    const values = Float32Array.of(1, 2);
    expect(logSumExp(values)).toBeCloseTo(2 + Math.log1p(Math.exp(-1)), 15);
    expect(Array.from(values)).toEqual([1, 2]);
  });
});

describe("softmax(logits, { temperature })", () => {
  it("is e^z over the sum, at temperature 1 when none is given", () => {
    // 1 : 3 in parts
    expect(softmax([0, Math.log(3)])).toBeAllClose([0.25, 0.75], { rtol: 1e-15, atol: 0 });
    expect(softmax([0, Math.log(3)], { temperature: 1 })).toEqual(softmax([0, Math.log(3)]));
  });

  it("divides the logits by the temperature", () => {
    // at T = 2, log 9 becomes log 3
    expect(softmax([0, Math.log(9)], { temperature: 2 })).toBeAllClose([0.25, 0.75], { rtol: 1e-15, atol: 0 });
  });

  it("does not change with a common shift", () => {
    expect(softmax([1003, 1001, 1000])).toEqual(softmax([3, 1, 0]));
  });

  it("follows a permutation of the classes", () => {
    const [a, b, c] = softmax([0.5, -1, 2], { temperature: 3 });
    expect(Array.from(softmax([2, 0.5, -1], { temperature: 3 }))).toBeAllClose([c!, a!, b!], { rtol: 1e-15 });
  });

  it("goes to the uniform distribution as T grows and to the largest logit as T falls", () => {
    expect(softmax([3, 1, 2], { temperature: 1e9 })).toBeAllClose([1 / 3, 1 / 3, 1 / 3], { rtol: 1e-8 });
    expect(Array.from(softmax([3, 1, 2], { temperature: 1e-3 }))).toEqual([1, 0, 0]);
    expect(Array.from(softmax([3, 3, 2], { temperature: 1e-3 }))).toEqual([0.5, 0.5, 0]);
  });

  it.each([1e-3, 1, 20, 1e3])("sums to one without NaN at T = %d for logits up to ±1e4 and −∞", (temperature) => {
    const probs = softmax([1e4, -1e4, -Infinity, 0, 9999.9], { temperature });
    expect(Array.from(probs).every((prob) => prob >= 0 && prob <= 1)).toBe(true);
    expect(probs.reduce((sum, prob) => sum + prob, 0)).toBeCloseTo(1, 14);
    expect(probs[2]).toBe(0);
  });

  it("survives a temperature and logits at the ends of float64", () => {
    expect(Array.from(softmax([0, 1e308, -1e308], { temperature: Number.MIN_VALUE }))).toEqual([0, 1, 0]);
    expect(softmax([0, 1], { temperature: Number.MAX_VALUE })).toBeAllClose([0.5, 0.5], { rtol: 1e-15 });
  });

  it("gives a masked class nothing and the others what they have without it", () => {
    const [a, masked, b] = softmax([1, -Infinity, 2]);
    expect([a, b]).toEqual(Array.from(softmax([1, 2])));
    expect(masked).toBe(0);
  });

  it("returns float64 for any array and leaves the logits as they were", () => {
    const logits = Float32Array.of(1, 2);
    expect(softmax(logits)).toBeInstanceOf(Float64Array);
    expect(Array.from(logits)).toEqual([1, 2]);
  });
});

describe("logSoftmax(logits, { temperature })", () => {
  it("is z / T − log Σ e^(z / T)", () => {
    expect(logSoftmax([0, Math.log(9)], { temperature: 2 })).toBeAllClose([-Math.log(4), Math.log(3) - Math.log(4)], {
      rtol: 1e-15,
      atol: 1e-16,
    });
  });

  it("keeps what softmax loses to underflow", () => {
    expect(Array.from(logSoftmax([0, 1e4]))).toEqual([-1e4, 0]);
    expect(Array.from(logSoftmax([0, 1e4], { temperature: 1e-3 }))).toEqual([-1e7, 0]);
    expect(Array.from(softmax([0, 1e4]))).toEqual([0, 1]);
  });

  it.each([1e-3, 1, 20, 1e3])("is the logarithm of softmax at T = %d", (temperature) => {
    const logits = [0.3, -1.2, 0.29];
    const probs = softmax(logits, { temperature });
    expect(Array.from(logSoftmax(logits, { temperature }), Math.exp)).toBeAllClose(probs, { rtol: 1e-14 });
  });

  it("is −∞ for a masked class", () => {
    expect(Array.from(logSoftmax([-Infinity, 5]))).toEqual([-Infinity, 0]);
  });
});

describe.each([
  ["softmax", softmax],
  ["logSoftmax", logSoftmax],
])("%s refuses", (name, call) => {
  it.each([
    [0, "0"],
    [-1, "-1"],
    [Number.NaN, "NaN"],
    [Infinity, "Infinity"],
  ])("temperature %d", (temperature, received) => {
    expect(() => call([1, 2], { temperature })).toThrow(ArgumentError);
    expect(() => call([1, 2], { temperature })).toThrow(
      expect.objectContaining({
        message: `${name}: temperature must be a positive finite number, got ${received}`,
        code: "range",
      }),
    );
  });

  it.each([
    [[0, Number.NaN], "NaN"],
    [[0, Infinity], "Infinity"],
    [[-Infinity, -Infinity], "-Infinity"],
    [[], "no values"],
  ])("logits %j", (logits, received) => {
    expect(() => call(logits)).toThrow(
      expect.objectContaining({
        message: `${name}: logits must have a finite largest value, got ${received}`,
        code: "range",
        argument: "logits",
      }),
    );
  });
});
