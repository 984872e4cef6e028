import "@tensorflow/tfjs-layers";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { expectSameAsCpu, numbers, useRepairedWasm } from "../../repaired-wasm.ts";

useRepairedWasm();

describe("tf.add on repaired wasm", () => {
  it.each([
    [[2, 3], [3]],
    [[4], [3, 4]],
    [[2, 5, 5, 7], [7]],
    [[3, 1], [1]],
    [
      [3, 4],
      [3, 4],
    ],
    [
      [3, 4],
      [3, 1],
    ],
    [[3, 4], [1]],
    [[4], [4]],
    [[0, 4], [4]],
    [[], [5]],
  ])("of shapes %j and %j equals the cpu backend, with its gradients", async (first, second) => {
    await expectSameAsCpu(() => {
      const tensors = [numbers(first, 1), numbers(second, 2)];
      const objective = (a: tf.Tensor, b: tf.Tensor) => tf.sum(tf.square(tf.add(a, b)));
      return [tf.add(tensors[0]!, tensors[1]!), ...tf.grads(objective)(tensors)];
    });
  });

  it("leaves integers to the stock kernel", async () => {
    await expectSameAsCpu(() => tf.add(tf.tensor2d([[1, 2]], [1, 2], "int32"), tf.tensor1d([3, 4], "int32")));
  });

  it("leaves its arguments as they were", () => {
    const [x, bias] = [numbers([3, 5]), numbers([5], 2)];
    const before = [x.dataSync(), bias.dataSync()];
    expect(() => tf.add(x, bias)).toAllocate(1);
    expect([x.dataSync(), bias.dataSync()]).toEqual(before);
    tf.dispose([x, bias]);
  });
});
