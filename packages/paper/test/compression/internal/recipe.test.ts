import { expect, test } from "vitest";
import { nameOfRecipe, parseRecipe, writeRecipe } from "../../../src/compression/internal/recipe.ts";

test.each([
  ["prune:0.9,prune:0.94,share:4", "94 % of weights removed in 2 steps, 16 values"],
  ["gradual:0.9,quantise:4", "90 % of weights removed gradually, 4 bits"],
  ["fisher:0.5,int8", "50 % of weights removed by Fisher information, int8 weights and activations"],
  ["units:0.5,movement:0.9", "50 % of units removed, 90 % of weights removed by movement"],
  ["factorise:40", "rank 40"],
  ["longer", "only trained longer"],
])("%s is %s", (text, name) => {
  const steps = parseRecipe(text)!;
  expect(nameOfRecipe(steps)).toBe(name);
  expect(writeRecipe(steps)).toBe(text);
});
