import { expect, test } from "vitest";
import { nearestName } from "../src/nearest-name.ts";

const NAMES = ["mnist", "fashion-mnist", "digits", "wasm", "wasm-blas"];

test.each([
  ["mnst", "mnist"],
  ["minst", "mnist"],
  ["Digits", "digits"],
  ["wsm", "wasm"],
  ["fashion_mnist", "fashion-mnist"],
  ["cifar", undefined],
  ["", undefined],
])("nearestName(%j) is %j", (written, expected) => {
  expect(nearestName(written, NAMES)).toBe(expected);
});

test("of names that are equally near the first is taken", () => {
  expect(nearestName("cat", ["bat", "hat"])).toBe("bat");
});
