import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { expectSameAsCpu, useRepairedWasm } from "../../repaired-wasm.ts";

useRepairedWasm();

describe("tf.oneHot on repaired wasm", () => {
  it("writes ones as float32 when asked for float32", async () => {
    const oneHot = tf.oneHot(tf.tensor1d([1, 0], "int32"), 3, 1, 0, "float32");
    expect(Array.from(await oneHot.data())).toEqual([0, 1, 0, 1, 0, 0]);
    oneHot.dispose();
  });

  it.each(["float32", "int32", "bool"] as const)(
    "equals the cpu backend as %s, labels out of range too",
    async (dtype) => {
      await expectSameAsCpu(() => [
        tf.oneHot(tf.tensor2d([1, 0, 7, -1, 2, 1], [2, 3], "int32"), 3, 1, 0, dtype),
        tf.oneHot(tf.tensor1d([], "int32"), 3, 1, 0, dtype),
      ]);
    },
  );

  it("writes other values", async () => {
    await expectSameAsCpu(() => tf.oneHot(tf.tensor1d([1, 0], "int32"), 4, 0.9, 0.1 / 3, "float32"));
  });
});
