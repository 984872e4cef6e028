import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { dataCount, expectSameAsCpu, numbers, useRepairedWasm } from "../../repaired-wasm.ts";

useRepairedWasm();

describe("tf.clone on repaired wasm", () => {
  it("shares its data with the original, and each outlives the other", () => {
    const before = dataCount();
    const original = numbers([3, 4]);
    const values = original.dataSync();
    const first = tf.clone(original);
    const second = tf.clone(first);
    expect(dataCount()).toBe(before + 1);
    original.dispose();
    expect(first.dataSync()).toEqual(values);
    first.dispose();
    expect(second.dataSync()).toEqual(values);
    second.dispose();
    expect(dataCount()).toBe(before);
  });

  it("of strings is a copy by the stock kernel", () => {
    const words = tf.tensor1d(["dark", "knowledge"]);
    const copy = tf.clone(words);
    words.dispose();
    expect(copy.dataSync()).toEqual(["dark", "knowledge"]);
    copy.dispose();
  });

  it("of a variable keeps its value when the variable is assigned", () => {
    const variable = tf.variable(tf.tensor1d([1, 2]));
    const copy = tf.clone(variable);
    tf.tidy(() => variable.assign(tf.tensor1d([3, 4])));
    expect(copy).toBeAllClose([1, 2]);
    expect(variable).toBeAllClose([3, 4]);
    tf.dispose([copy, variable]);
  });

  it("has the gradient of the identity", async () => {
    await expectSameAsCpu(() => tf.grad((x) => tf.sum(tf.square(tf.clone(x))))(numbers([5])));
  });
});
