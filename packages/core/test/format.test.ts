import { describe, expect, it } from "vitest";
import { formatShape, formatValue, oneLine } from "../src/format.ts";

describe("formatShape(shape)", () => {
  it.each([
    [[], "[]"],
    [[10], "[10]"],
    [[32, 10], "[32, 10]"],
  ])("prints %j", (shape, text) => {
    expect(formatShape(shape)).toBe(text);
  });
});

describe("formatValue(value)", () => {
  it.each<[unknown, string]>([
    [3, "3"],
    [-0.5, "-0.5"],
    [0, "0"],
    [-0, "-0"],
    [Number.NaN, "NaN"],
    [-Infinity, "-Infinity"],
    [12n, "12n"],
    [true, "true"],
    [null, "null"],
    [undefined, "undefined"],
    ["", '""'],
    ["10", '"10"'],
    ['say "no"\nplease', '"say \\"no\\"\\nplease"'],
    [[], "an array of length 0"],
    [[1, 2], "an array of length 2"],
    [{}, "an object"],
    [{ length: 3 }, "an object"],
    [Object.create(null), "an object"],
    [() => 1, "a function"],
    [class Model {}, "a function"],
    [new Map(), "a Map"],
    [new Error("no"), "an Error"],
    [Symbol("x"), "a Symbol"],
    [new Float32Array(3), "a Float32Array of length 3"],
    [new Int32Array(2), "an Int32Array of length 2"],
    [new Uint8Array(1), "a Uint8Array of length 1"],
    [new DataView(new ArrayBuffer(2)), "a DataView"],
  ])("prints %o as %s", (value, text) => {
    expect(formatValue(value)).toBe(text);
  });

  it("cuts strings after 60 characters", () => {
    expect(formatValue("a".repeat(60))).toBe(`"${"a".repeat(60)}"`);
    expect(formatValue("a".repeat(61))).toBe(`"${"a".repeat(60)}…"`);
  });

  it("never prints more than one line", () => {
    expect(formatValue("a\r\nb\u2028c")).not.toMatch(/[\r\n]/);
  });
});

describe("oneLine(text)", () => {
  it("has no line ends and no control characters, and is cut where it is long", () => {
    expect(oneLine("  one\r\n\ttwo\u2028three\u0007\u001b[31m ")).toBe("one two three [31m");
    expect(oneLine("x".repeat(120))).toBe("x".repeat(120));
    expect(oneLine("x".repeat(121))).toBe(`${"x".repeat(120)}…`);
    expect(oneLine("x".repeat(1e7), 5)).toBe("xxxxx…");
    expect(oneLine(`${" ".repeat(1000)}x`, 5)).toBe("…");
    expect(oneLine("")).toBe("");
  });
});
