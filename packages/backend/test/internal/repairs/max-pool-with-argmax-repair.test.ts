import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { expectSameAsCpu, numbers, useRepairedWasm } from "../../repaired-wasm.ts";

useRepairedWasm();

describe("tf.maxPoolWithArgmax on repaired wasm", () => {
  it("finds the largest of negative values, and of equals the first", () => {
    const x = tf.tensor4d([-4, -3, -3, -5, -2, -2], [1, 1, 6, 1]);
    const { result, indexes } = tf.maxPoolWithArgmax(x, [1, 3], [1, 3], "valid");
    expect(Array.from(result!.dataSync())).toEqual([-3, -2]);
    expect(Array.from(indexes!.dataSync())).toEqual([1, 4]);
    tf.dispose([x, result!, indexes!]);
  });

  it.each([true, false])("equals the cpu backend, batch in the index: %s", async (isBatchIncluded) => {
    await expectSameAsCpu(() => {
      const x = numbers([2, 5, 4, 3]) as tf.Tensor4D;
      return Object.values(tf.maxPoolWithArgmax(x, [2, 3], [2, 1], "same", isBatchIncluded));
    });
  });
});
