import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { expectSameAsCpu, numbers, useRepairedWasm } from "../../repaired-wasm.ts";
import { withNativeLibraries } from "../../with-native-libraries.ts";

useRepairedWasm();

type Activation = "linear" | "relu" | "relu6" | "elu" | "sigmoid" | "prelu" | "leakyrelu";

interface Inputs {
  readonly x: tf.Tensor4D;
  readonly filter: tf.Tensor4D;
  readonly bias?: tf.Tensor;
}

/** The same as single operations, so that the cpu backend's fused kernel is not trusted. */
function unfused({ x, filter, bias }: Inputs, activation: Activation): tf.Tensor {
  const y = tf.conv2d(x, filter, 1, "same");
  const sum = bias === undefined ? y : tf.add(y, bias);
  switch (activation) {
    case "linear":
      return sum;
    case "prelu":
      return tf.prelu(sum, numbers([filter.shape[3]], 5));
    case "leakyrelu":
      return tf.leakyRelu(sum, 0.3);
    case "relu":
      return tf.relu(sum);
    case "relu6":
      return tf.relu6(sum);
    case "elu":
      return tf.elu(sum);
    case "sigmoid":
      return tf.sigmoid(sum);
  }
}

describe("tf.fused.conv2d on repaired wasm", () => {
  it.each(["linear", "relu", "relu6", "elu", "sigmoid", "prelu", "leakyrelu"] as const)(
    "adds the bias and activates with %s as the single operations do on cpu",
    async (activation) => {
      for (const [channels, outputs, size] of [
        [1, 16, 3],
        [16, 12, 3],
        [5, 9, 1],
      ] as const) {
        for (const hasBias of [true, false]) {
          const inputs = (): Inputs => ({
            x: numbers([2, 6, 5, channels], 1) as tf.Tensor4D,
            filter: numbers([size, size, channels, outputs], 2) as tf.Tensor4D,
            ...(hasBias ? { bias: numbers([outputs], 3) } : {}),
          });
          const fused = () =>
            tf.fused.conv2d({
              ...inputs(),
              ...{ strides: 1, pad: "same", activation, leakyreluAlpha: 0.3 },
              ...(activation === "prelu" ? { preluActivationWeights: numbers([outputs], 5) } : {}),
            });
          const reference = () => unfused(inputs(), activation);
          await withNativeLibraries(async () => void (await expectSameAsCpu(fused, { reference })));
        }
      }
    },
  );

  it("hands NaN on through relu", async () => {
    await tf.setBackend("wasm");
    const [x, bias] = [tf.fill([1, 2, 2, 1], Number.NaN) as tf.Tensor4D, tf.zeros([8])];
    const filter = tf.ones([1, 2, 1, 8]) as tf.Tensor4D;
    const y = tf.fused.conv2d({ x, filter, strides: 1, pad: "valid", bias, activation: "relu" });
    expect((await y.data()).every(Number.isNaN)).toBe(true);
    tf.dispose([x, bias, filter, y]);
  });
});
