import { softmax } from "@dark-knowledge/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dustbinLogits } from "../src/index.ts";
import { expectClose, messageOf } from "./support.ts";

const specialist = { classes: [3, 1], classCount: 5 };

describe("dustbinLogits(generalistLogits, specialist, { temperature, oversampling })", () => {
  it("has the softmax of the generalist at that temperature, the others summed", () => {
    fc.assert(
      fc.property(
        fc.array(fc.float({ min: -30, max: 30, noNaN: true }), { minLength: 5, maxLength: 5 }),
        fc.double({ min: 0.5, max: 20, noNaN: true }),
        (logits, temperature) => {
          const merged = dustbinLogits(Float32Array.from(logits), specialist, { temperature });
          const full = softmax(logits, { temperature });
          const expected = [full[3]!, full[1]!, full[0]! + full[2]! + full[4]!];
          expectClose(softmax(merged, { temperature }), expected, 5e-6);
        },
      ),
      { seed: 3, numRuns: 200 },
    );
  });

  it("with oversampling says what the generalist would at those frequencies", () => {
    // At odds 1 : 1 : 2, a training set in which the own classes are 8 times as frequent has odds 8 : 8 : 2.
    const logits = Float32Array.of(0, 0, -Infinity, 0, 0);
    const biased = softmax(dustbinLogits(logits, specialist, { temperature: 1, oversampling: 8 }));
    expectClose(biased, [8 / 18, 8 / 18, 2 / 18], 1e-7);
    const soft = dustbinLogits(logits, specialist, { temperature: 2, oversampling: 8 });
    // The shift comes before the temperature: log 8 / 2 at T = 2, so odds √8 : √8 : 2.
    const sum = 2 * Math.sqrt(8) + 2;
    expectClose(softmax(soft, { temperature: 2 }), [Math.sqrt(8) / sum, Math.sqrt(8) / sum, 2 / sum], 1e-7);
  });

  it("stays finite for logits of ±1e4 at temperatures from 1e-3 to 1e3, and masks what is masked", () => {
    const logits = Float32Array.of(1e4, -1e4, 1e4, 0, -1e4);
    for (const temperature of [1e-3, 1, 1e3]) {
      const merged = dustbinLogits(logits, specialist, { temperature });
      expect(Array.from(merged).every(Number.isFinite)).toBe(true);
      expect(Math.abs(merged[2]! - (1e4 + temperature * Math.log(2)))).toBeLessThan(1);
    }
    const masked = Float32Array.of(-Infinity, 1, -Infinity, 2, -Infinity);
    expect(dustbinLogits(masked, specialist, { temperature: 1 })).toEqual(Float32Array.of(2, 1, -Infinity));
  });

  it("does each row by itself", () => {
    const one = dustbinLogits(Float32Array.of(1, 2, 3, 4, 5), specialist, { temperature: 1 });
    const other = dustbinLogits(Float32Array.of(0, -2, 3, 1, 1), specialist, { temperature: 1 });
    const both = dustbinLogits(Float32Array.of(1, 2, 3, 4, 5, 0, -2, 3, 1, 1), specialist, { temperature: 1 });
    expect(Array.from(both)).toEqual([...one, ...other]);
  });

  it.each([
    [[1, 2, 3, 4], {}, "generalistLogits must have a length that is a multiple of 5 (the classes), got 4"],
    [[1, 2, 3, Number.NaN, 5], {}, "generalistLogits[3] must be a logit, got NaN"],
    [[1, 2, 3, Infinity, 5], {}, "generalistLogits[3] must be a logit, got Infinity"],
    [new Array(5).fill(-Infinity), {}, "generalistLogits, row 0, must have a finite largest value, got -Infinity"],
    [[1, 2, 3, 4, 5], { temperature: 0 }, "temperature must be a positive finite number, got 0"],
    [[1, 2, 3, 4, 5], { oversampling: -1 }, "oversampling must be a positive finite number, got -1"],
  ])("says what is wrong with %j and %j", (logits, options, message) => {
    const call = () => dustbinLogits(Float32Array.from(logits), specialist, { temperature: 1, ...options });
    expect(messageOf(call)).toBe(`dustbinLogits: ${message}`);
  });
});
