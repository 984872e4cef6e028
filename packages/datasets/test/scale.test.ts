import { expect, test } from "vitest";
import { scale } from "../src/scale.ts";

test("scale({subtract, divide}) is plain data that survives JSON", () => {
  const transform = scale({ subtract: Float32Array.of(0.1, 2), divide: 3 });
  expect(transform).toEqual({ kind: "scale", version: 1, subtract: [Math.fround(0.1), 2], divide: 3 });
  expect(JSON.parse(JSON.stringify(transform))).toEqual(transform);
  expect(scale({})).toEqual({ kind: "scale", version: 1, subtract: 0, divide: 1 });
});

test.each([
  [{ divide: 0 }, "divide must be a number to divide by, got 0"],
  [{ divide: [1, 1e-310] }, "divide[1] must be a number to divide by, got 1e-310"],
  [{ divide: Number.NaN }, "divide must be a finite number, got NaN"],
  [{ subtract: [0, Infinity] }, "subtract[1] must be a finite number, got Infinity"],
])("scale(%o) is refused", (options, message) => {
  expect(() => scale(options)).toThrow(`scale: ${message}`);
});
