import { expect, test } from "vitest";
import { hashSpec } from "../../src/spec/hash-spec.ts";

test("hashSpec has six digits that follow from the specification", () => {
  expect(hashSpec({ a: 1 })).toMatch(/^[0-9a-f]{6}$/);
  expect(hashSpec({ a: 1 })).toBe(hashSpec({ a: 1 }));
  expect(hashSpec({ a: 1 })).not.toBe(hashSpec({ a: 2 }));
});
