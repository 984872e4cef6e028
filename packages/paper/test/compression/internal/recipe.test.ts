import { expect, test } from "vitest";
import {
  epochsAfter,
  isUntrained,
  nameOfRecipe,
  parseRecipe,
  rateAfter,
  writeRecipe,
} from "../../../src/compression/internal/recipe.ts";

test.each([
  ["prune:0.9,prune:0.94,share:4", "94 % of weights removed in 2 steps, 16 values"],
  ["gradual:0.9,quantise:4", "90 % of weights removed gradually, 4 bits"],
  ["fisher:0.5,int8", "50 % of weights removed by Fisher information, int8 weights and activations"],
  ["units:0.5,movement:0.9", "50 % of units removed, 90 % of weights removed by movement"],
  ["factorise:40", "rank 40"],
  ["tucker:0.9,round:4", "cores with 90 % of the energy, 4 bits with learned rounding"],
  ["tucker:8", "Tucker rank 8"],
  ["layers,quantise:8", "equal layers as one, 8 bits"],
  ["longer", "only trained longer"],
])("%s is %s", (text, name) => {
  const steps = parseRecipe(text)!;
  expect(nameOfRecipe(steps)).toBe(name);
  expect(writeRecipe(steps)).toBe(text);
});

test("steps without a strength take none, others need one", () => {
  for (const text of ["layers:1", "int8:8", "tucker", "round", "round:1"]) expect(parseRecipe(text)).toBeUndefined();
});

test("what learns from examples alone is not trained afterwards", () => {
  expect(parseRecipe("round:4,int8,quantise:4,layers,tucker:0.9")!.map(isUntrained)).toEqual([
    ...[true, true],
    ...[false, false, false],
  ]);
});

test("steps that only change the values of weights have epochs and, where it is given, a rate of their own", () => {
  const steps = parseRecipe("units:0.5,prune:0.9,share:4,quantise:4,round:4")!;
  const net = { recoveryEpochs: 6, codeEpochs: 2, recoveryRate: 3e-3 };
  expect(steps.map((step) => epochsAfter(step, net))).toEqual([6, 6, 2, 2, 0]);
  expect(steps.slice(0, 4).map((step) => rateAfter(step, net))).toEqual([3e-3, 3e-3, 3e-3, 3e-3]);
  const own = { ...net, codeRate: 3e-4 };
  expect(steps.slice(0, 4).map((step) => rateAfter(step, own))).toEqual([3e-3, 3e-3, 3e-4, 3e-4]);
});
