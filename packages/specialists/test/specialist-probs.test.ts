import { softmax } from "@dark-knowledge/core";
import { describe, expect, it } from "vitest";
import { correctDustbinLogits, specialistProbs } from "../src/index.ts";
import { expectClose, messageOf } from "./support.ts";

const specialist = { classes: [3, 1], classCount: 5 };

describe("specialistProbs(specialistLogits, specialist, { oversampling })", () => {
  it("is the softmax of the corrected logits, row by row", () => {
    const logits = Float32Array.of(0.5, -1, 2, 3, 3, 3, -2, 0, 1);
    const corrected = correctDustbinLogits(logits, specialist, { oversampling: 7 });
    const expected = [0, 3, 6].flatMap((start) => Array.from(softmax(corrected.subarray(start, start + 3))));
    expectClose(specialistProbs(logits, specialist, { oversampling: 7 }), expected, 1e-7);
  });

  it("multiplies the odds of the dustbin by the ratio", () => {
    const probs = specialistProbs(Float32Array.of(0, 0, 0), specialist, { oversampling: 2 });
    expect(probs).toEqual(Float32Array.of(0.25, 0.25, 0.5));
  });

  it("stays finite for logits of ±1e4 and a masked class", () => {
    const probs = specialistProbs(Float32Array.of(-1e4, -Infinity, 1e4), specialist, { oversampling: 49 });
    expect(probs).toEqual(Float32Array.of(0, 0, 1));
  });

  it.each([
    [[1, 2], 2, "specialistLogits must have a length that is a multiple of 3 (the classes and the dustbin), got 2"],
    [[1, 2, Number.NaN], 2, "specialistLogits[2] must be a logit, got NaN"],
    [[1, 2, 3], -2, "oversampling must be a positive finite number, got -2"],
  ])("says what is wrong with %j and oversampling %d", (logits, oversampling, message) => {
    const call = () => specialistProbs(Float32Array.from(logits), specialist, { oversampling });
    expect(messageOf(call)).toBe(`specialistProbs: ${message}`);
  });
});
