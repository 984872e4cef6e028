import { describe, expect, it } from "vitest";
import { correctDustbinLogits, dustbinLogits } from "../src/index.ts";
import { expectClose, messageOf } from "./support.ts";

const specialist = { classes: [3, 1], classCount: 5 };

describe("correctDustbinLogits(specialistLogits, specialist, { oversampling })", () => {
  it("adds the logarithm of the ratio to the dustbin of each row, and writes to a new array", () => {
    const logits = Float32Array.of(1, 2, 3, 4, 5, -Infinity);
    expectClose(correctDustbinLogits(logits.subarray(0, 3), specialist, { oversampling: Math.E }), [1, 2, 4], 1e-6);
    expect(correctDustbinLogits(logits, specialist, { oversampling: 1 })).toEqual(logits);
    expect(logits[2]).toBe(3);
  });

  it("takes back what dustbinLogits takes off", () => {
    const logits = Float32Array.of(0, 1, 2, 3, 4);
    const natural = dustbinLogits(logits, specialist, { temperature: 3 });
    const biased = dustbinLogits(logits, specialist, { temperature: 3, oversampling: 49 });
    expectClose(correctDustbinLogits(biased, specialist, { oversampling: 49 }), natural, 1e-6);
  });

  it.each([
    [4, 2, "specialistLogits must have a length that is a multiple of 3 (the classes and the dustbin), got 4"],
    [3, 0, "oversampling must be a positive finite number, got 0"],
    [3, Number.NaN, "oversampling must be a positive finite number, got NaN"],
  ])("says what is wrong with %d logits and oversampling %d", (length, oversampling, message) => {
    const call = () => correctDustbinLogits(new Float32Array(length), specialist, { oversampling });
    expect(messageOf(call)).toBe(`correctDustbinLogits: ${message}`);
  });
});
