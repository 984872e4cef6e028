import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { expectSameAsCpu, numbers, useRepairedWasm } from "../../repaired-wasm.ts";

useRepairedWasm();

const inputs = () => ({
  x: numbers([2, 7, 6, 5]) as tf.Tensor4D,
  filter: numbers([4, 1, 5, 2], 2) as tf.Tensor4D,
  bias: numbers([10], 3) as tf.Tensor1D,
});

describe("tf.fused.depthwiseConv2d on repaired wasm", () => {
  it.each(["linear", "relu", "relu6", "elu", "sigmoid", "leakyrelu"] as const)(
    "equals the cpu backend with bias and %s",
    async (activation) => {
      await expectSameAsCpu(() =>
        tf.fused.depthwiseConv2d({ ...inputs(), strides: 2, pad: "same", activation, leakyreluAlpha: 0.3 }),
      );
    },
  );

  it("equals the cpu backend without bias, and with slopes for each channel", async () => {
    const { x, filter } = inputs();
    tf.dispose([x, filter]);
    await expectSameAsCpu(() => {
      const { x, filter } = inputs();
      return tf.fused.depthwiseConv2d({ x, filter, strides: 1, pad: "valid", activation: "relu" });
    });
    await expectSameAsCpu(() =>
      tf.fused.depthwiseConv2d({
        ...inputs(),
        strides: 1,
        pad: "same",
        activation: "prelu",
        preluActivationWeights: numbers([10], 4),
      }),
    );
  });

  it("has an empty output for an empty batch", async () => {
    await tf.setBackend("wasm");
    const [x, filter] = [tf.zeros([0, 7, 6, 5]) as tf.Tensor4D, numbers([4, 1, 5, 2], 2) as tf.Tensor4D];
    const y = tf.fused.depthwiseConv2d({ x, filter, strides: 1, pad: "same", activation: "relu" });
    expect(y.shape).toEqual([0, 7, 6, 10]);
    tf.dispose([x, filter, y]);
  });
});
