import { expect, test } from "vitest";
import { plural } from "../../src/terminal/plural.ts";

test("counts agree with nouns", () => {
  expect([0, 1, 2, 12_345].map((amount) => plural(amount, "view"))).toEqual([
    "0 views",
    "1 view",
    "2 views",
    "12,345 views",
  ]);
});
