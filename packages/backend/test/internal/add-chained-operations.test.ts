import * as tf from "@tensorflow/tfjs-core";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import { expect, test } from "vitest";
import { selectBackend } from "../../src/index.ts";

test.each(["cpu", "wasm"] as const)("default recurrent layers can be built and differentiated on %s", async (name) => {
  await selectBackend({ prefer: [name] });
  const inputShape = [5, 3];
  const input = tf.randomUniform([2, ...inputShape], -1, 1, "float32", 1);
  const kinds = [
    layers.lstm({ units: 4, inputShape }),
    layers.gru({ units: 4, inputShape }),
    layers.simpleRNN({ units: 4, inputShape }),
    layers.bidirectional({ layer: layers.lstm({ units: 4 }) as never, mergeMode: "concat", inputShape }),
  ];
  for (const layer of kinds) {
    const model = sequential({ layers: [layer] });
    const variables = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
    // Orthogonal rows: the recurrent kernel times its transpose is the identity.
    const recurrent = variables[1] as unknown as tf.Tensor2D;
    const product = await tf.matMul(recurrent, recurrent, false, true).data();
    product.forEach((value, at) => {
      expect(value).toBeCloseTo(at % 5 === 0 ? 1 : 0, 4);
    });
    const { grads } = tf.variableGrads(
      () => tf.sum(tf.square(model.apply(input, { training: true }) as tf.Tensor)) as tf.Scalar,
      variables,
    );
    for (const gradient of Object.values(grads)) {
      const values = await gradient.data();
      expect(values.every(Number.isFinite) && values.some((value) => value !== 0)).toBe(true);
    }
    model.dispose();
  }
});

test("a method that somebody has added stays theirs", async () => {
  const prototype = tf.Tensor.prototype as unknown as Record<string, unknown>;
  const { flatten } = prototype;
  const own = () => "mine";
  prototype.flatten = own;
  await selectBackend({ prefer: ["cpu"] });
  expect(prototype.flatten).toBe(own);
  prototype.flatten = flatten;
});
