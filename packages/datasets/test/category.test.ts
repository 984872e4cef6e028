import { expect, test } from "vitest";
import { category, columnOf } from "../src/index.ts";

test("category stores whole texts, one for each example", () => {
  expect(columnOf(["a b", "a b", ""], category())).toMatchObject({
    values: Int32Array.of(0, 0, 1),
    shape: [1],
    names: ["a b", ""],
  });
  expect(() => columnOf([null], category())).toThrow("columnOf: raws[0] must be a text");
});
