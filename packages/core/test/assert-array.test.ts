import { describe, expect, it } from "vitest";
import { ArgumentError } from "../src/argument-error.ts";
import { assertArray } from "../src/assert-array.ts";

describe("assertArray(functionName, argument, value, kind)", () => {
  it.each([
    ["Array", [1, "2", null]],
    ["numbers", [1, Number.NaN]],
    ["numbers", []],
    ["numbers", Int16Array.of(1)],
    ["Float32Array", Float32Array.of(1)],
    ["Uint8Array", Buffer.from("a")],
  ] as const)("accepts as %s: %o", (kind, value) => {
    expect(assertArray("f", "a", value, kind)).toBeUndefined();
  });

  it.each([
    ["Array", Int32Array.of(1), "f: a must be an array, got an Int32Array of length 1"],
    ["Array", { length: 1 }, "f: a must be an array, got an object"],
    ["numbers", "12", 'f: a must be an array of numbers, got "12"'],
    ["numbers", { length: 1e15 }, "f: a must be an array of numbers, got an object"],
    ["numbers", BigInt64Array.of(1n), "f: a must be an array of numbers, got a BigInt64Array of length 1"],
    ["numbers", new DataView(new ArrayBuffer(1)), "f: a must be an array of numbers, got a DataView"],
    ["numbers", [1, null], "f: a[1] must be a number, got null"],
    // biome-ignore lint/suspicious/noSparseArray: a hole is what is refused
    ["numbers", [1, , 2], "f: a[1] must be a number, got undefined"],
    ["Int32Array", [1], "f: a must be an Int32Array, got an array of length 1"],
    ["Uint8Array", Int8Array.of(1), "f: a must be a Uint8Array, got an Int8Array of length 1"],
    ["Float32Array", undefined, "f: a must be a Float32Array, got undefined"],
  ] as const)("refuses as %s: %o", (kind, value, message) => {
    const call = () => assertArray("f", "a", value, kind);
    expect(call).toThrow(ArgumentError);
    expect(call).toThrow(expect.objectContaining({ message, code: "dtype" }));
  });
});
