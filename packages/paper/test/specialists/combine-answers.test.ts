import { createMatrix } from "@dark-knowledge/core";
import { expect, test } from "vitest";
import { averageAnswers, combineAnswers } from "../../src/specialists/combine-answers.ts";

const ANSWERS = {
  generalist: createMatrix(2, 3, Float32Array.of(0.5, 0.25, 0.25, 0, 0.25, 0.75)),
  specialists: [createMatrix(2, 3, Float32Array.of(0.25, 0.5, 0.25, 0.25, 0.25, 0.5))],
  sets: [Int32Array.of(0, 1)],
};

test("combineAnswers solves equation 5 where a specialist is active, and leaves the generalist alone elsewhere", () => {
  // With one specialist there is a closed form: the mean within its classes, and for the rest the mean of dustbin and rest.
  expect(Array.from(combineAnswers(ANSWERS, 1).data)).toEqual([0.375, 0.375, 0.25, 0, 0.25, 0.75]);
  // In the second example its class 1 is the generalist's second.
  expect(Array.from(combineAnswers(ANSWERS, 2).data.slice(3))).toEqual([0.125, 0.25, 0.625]);
});

test("averageAnswers takes the mean with the active specialists without their dustbins", () => {
  const { data } = averageAnswers(ANSWERS, 1);
  // (1/2 + 1/3) / 2, (1/4 + 2/3) / 2, (1/4 + 0) / 2
  [5 / 12, 11 / 24, 1 / 8, 0, 0.25, 0.75].forEach((value, at) => {
    expect(data[at]).toBeCloseTo(value, 6);
  });
});

test("averageAnswers leaves out a specialist that sees nothing but its dustbin", () => {
  const silent = createMatrix(2, 3, Float32Array.of(0, 0, 1, 0, 0, 1));
  expect(averageAnswers({ ...ANSWERS, specialists: [silent] }, 1).data).toEqual(ANSWERS.generalist.data);
});
