import { describe, expect, it } from "vitest";
import { assertObject } from "../src/assert-object.ts";

describe("assertObject(functionName, argument, value)", () => {
  it.each([{}, new Map(), Object.create(null)])("accepts %o", (value) => {
    expect(assertObject("f", "a", value)).toBeUndefined();
  });

  it.each([
    [undefined, "undefined"],
    [null, "null"],
    ["text", '"text"'],
    [[1, 2], "an array of length 2"],
    [() => 1, "a function"],
  ])("refuses %o", (value, received) => {
    const message = `f: a must be an object, got ${received}`;
    expect(() => assertObject("f", "a", value)).toThrow(expect.objectContaining({ message, code: "dtype" }));
  });
});
