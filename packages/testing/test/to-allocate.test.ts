import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import { toAllocate } from "../src/to-allocate.ts";

describe("toAllocate", () => {
  test("counts what a call leaves behind and disposes of what it returns", () => {
    const before = tf.memory().numTensors;
    expect(toAllocate(() => tf.ones([2]), 1).pass).toBe(true);
    expect(toAllocate(() => ({ a: tf.ones([2]), b: tf.ones([2]) }), 1).pass).toBe(false);
    expect(tf.memory().numTensors).toBe(before);
  });

  test("counts a leak of a call that throws", () => {
    const leaked: tf.Tensor[] = [];
    const leak = () => {
      leaked.push(tf.ones([2]));
      throw new Error("after allocating");
    };
    expect(toAllocate(leak, 0).pass).toBe(false);
    tf.dispose(leaked);
  });
});
