import { describe, expect, it } from "vitest";
import { ArgumentError } from "../src/argument-error.ts";
import { assertInteger, assertNumber, type NumberBounds } from "../src/assert-number.ts";

function errorOf(call: () => void): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe("assertNumber(functionName, argument, value, bounds)", () => {
  it.each<[number, NumberBounds]>([
    [0, {}],
    [-1e308, {}],
    [0, { min: 0 }],
    [1, { max: 1 }],
    [Number.MIN_VALUE, { above: 0 }],
    [1 - Number.EPSILON, { below: 1 }],
    [0.5, { min: 0, max: 1 }],
    [3.4e38, { float32: true }],
    [-1.5e-45, { float32: true }],
    [0, { min: 0, float32: true }],
    [5e-324, { min: 0, float32: true }],
  ])("accepts %d within %j", (value, bounds) => {
    expect(assertNumber("f", "x", value, bounds)).toBeUndefined();
  });

  it.each<[unknown, NumberBounds | undefined, string]>([
    [Number.NaN, undefined, "f: x must be a finite number, got NaN"],
    [Infinity, undefined, "f: x must be a finite number, got Infinity"],
    [-Infinity, { min: 0 }, "f: x must be a finite number, at least 0, got -Infinity"],
    ["3", undefined, 'f: x must be a finite number, got "3"'],
    [3n, undefined, "f: x must be a finite number, got 3n"],
    [undefined, undefined, "f: x must be a finite number, got undefined"],
    [null, { min: 0 }, "f: x must be a finite number, at least 0, got null"],
    [-0.1, { min: 0 }, "f: x must be a finite number, at least 0, got -0.1"],
    [1.1, { max: 1 }, "f: x must be a finite number, at most 1, got 1.1"],
    [2, { above: 2 }, "f: x must be a finite number, above 2, got 2"],
    [1, { below: 1 }, "f: x must be a finite number, below 1, got 1"],
    [1, { min: 0, below: 1 }, "f: x must be a finite number, at least 0 and below 1, got 1"],
    [5, { above: 1, max: 4 }, "f: x must be a finite number, above 1 and at most 4, got 5"],
    [0, { above: 0 }, "f: x must be a positive finite number, got 0"],
    [-0, { above: 0 }, "f: x must be a positive finite number, got -0"],
    [2, { above: 0, max: 1 }, "f: x must be a positive finite number, at most 1, got 2"],
    [1e300, { float32: true, min: 0 }, "f: x must be a finite number that float32 can hold, at least 0, got 1e+300"],
    [1e-300, { float32: true, above: 0 }, "f: x must be a positive finite number that float32 can hold, got 1e-300"],
    [Number.NaN, { float32: true }, "f: x must be a finite number, got NaN"],
  ])("refuses %s within %j", (value, bounds, message) => {
    const error = errorOf(() => assertNumber("f", "x", value, bounds));
    expect(error).toBeInstanceOf(ArgumentError);
    expect(error).toMatchObject({ message, functionName: "f", argument: "x", code: "range" });
  });

  it("does not write to its bounds", () => {
    const bounds = Object.freeze({ above: 0 });
    expect(() => assertNumber("f", "x", -1, bounds)).toThrow("f: x must be a positive finite number, got -1");
    expect(bounds).toEqual({ above: 0 });
  });
});

describe("assertInteger(functionName, argument, value, bounds)", () => {
  it.each<[number, NumberBounds]>([
    [0, {}],
    [-7, {}],
    [0, { min: 0 }],
    [Number.MAX_SAFE_INTEGER, { min: 0 }],
    [9, { min: 0, below: 10 }],
  ])("accepts %d within %j", (value, bounds) => {
    expect(assertInteger("f", "n", value, bounds)).toBeUndefined();
  });

  it.each<[unknown, NumberBounds | undefined, string]>([
    [1.5, undefined, "f: n must be an integer, got 1.5"],
    [2 ** 53, undefined, "f: n must be an integer, got 9007199254740992"],
    [Number.NaN, undefined, "f: n must be an integer, got NaN"],
    ["1", undefined, 'f: n must be an integer, got "1"'],
    [1n, undefined, "f: n must be an integer, got 1n"],
    [-1, { min: 0 }, "f: n must be an integer, at least 0, got -1"],
    [10, { min: 0, below: 10 }, "f: n must be an integer, at least 0 and below 10, got 10"],
    [0, { above: 0 }, "f: n must be an integer, above 0, got 0"],
    [11, { min: 1, max: 10 }, "f: n must be an integer, at least 1 and at most 10, got 11"],
  ])("refuses %s within %j", (value, bounds, message) => {
    const error = errorOf(() => assertInteger("f", "n", value, bounds));
    expect(error).toBeInstanceOf(ArgumentError);
    expect(error).toMatchObject({ message, functionName: "f", argument: "n", code: "range" });
  });
});
