import { expect, test } from "vitest";
import { showValue } from "../../src/spec/show-value.ts";

test("showValue shows a value as JSON, in at most 80 characters", () => {
  expect(showValue({ a: [1] })).toBe('{"a":[1]}');
  expect(showValue(undefined)).toBe("nothing");
  expect(showValue("x".repeat(1e6))).toHaveLength(80);
  let deep: unknown = 1;
  for (let level = 0; level < 1e5; level++) deep = [deep];
  expect(showValue(deep)).toBe("a list");
});
