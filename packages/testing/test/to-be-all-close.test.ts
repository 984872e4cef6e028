import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import { toBeAllClose } from "../src/to-be-all-close.ts";

const passes = (...args: Parameters<typeof toBeAllClose>) => toBeAllClose(...args).pass;

describe("toBeAllClose", () => {
  test("accepts what is within rtol of the expected value, or within atol", () => {
    expect(passes([1000.009], [1000])).toBe(true);
    expect(passes([1000.02], [1000])).toBe(false);
    expect(passes([9e-8], [0])).toBe(true);
    expect(passes([2e-7], [0])).toBe(false);
    expect(passes([2e-7], [0], { atol: 1e-6 })).toBe(true);
  });

  test("tells an all-zero gradient from a small one", () => {
    expect(passes([0, 0], [2.5e-4, -2.5e-4])).toBe(false);
  });

  test("NaN is close to nothing, an infinity only to itself", () => {
    expect(passes([Number.NaN], [Number.NaN])).toBe(false);
    expect(passes([Number.NaN], [Infinity])).toBe(false);
    expect(passes([Infinity], [Infinity])).toBe(true);
    expect(passes([-Infinity], [Infinity])).toBe(false);
    expect(passes([Infinity], [1])).toBe(false);
    expect(passes([1], [Infinity])).toBe(false);
  });

  test("compares shapes, of nested arrays and of tensors", () => {
    expect(passes([[1, 2]], [1, 2])).toBe(false);
    const tensor = tf.tensor2d([[1, 2]]);
    expect(passes(tensor, [[1, 2]])).toBe(true);
    expect(passes(tensor, [[1], [2]])).toBe(false);
    tensor.dispose();
  });

  test("names the worst element", () => {
    expect(toBeAllClose([1, 5, 3], [1, 2, 3.1]).message()).toBe(
      "element 1 of [3]: expected 2, got 5 (rtol 0.00001, atol 1e-7)",
    );
  });
});
