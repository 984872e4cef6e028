import * as tf from "@tensorflow/tfjs-core";
import { layers, model, sequential } from "@tensorflow/tfjs-layers";
import { describe, expect, it } from "vitest";
import { createMlp } from "../../src/index.ts";
import { forwardLayers } from "../../src/internal/forward-layers.ts";

const images = () =>
  tf.tensor(
    Float32Array.from({ length: 3 * 36 }, (_, i) => Math.sin(i * 12.9898)),
    [3, 6, 6, 1],
  );

describe("forwardLayers(model)", () => {
  it("computes what the model does, and its gradients", () => {
    const net = sequential();
    net.add(layers.conv2d({ inputShape: [6, 6, 1], filters: 4, kernelSize: 3, activation: "relu" }));
    net.add(layers.conv2d({ filters: 3, kernelSize: 2, padding: "same", strides: [1, 2] }));
    net.add(layers.maxPooling2d({ poolSize: [2, 1] }));
    net.add(layers.flatten());
    net.add(layers.dense({ units: 7, activation: "relu" }));
    net.add(layers.dense({ units: 6, activation: "tanh" }));
    net.add(layers.dense({ units: 5, useBias: false }));
    net.add(layers.dense({ units: 3 }));
    const forward = forwardLayers(net, new Map())!;
    const variables = net.trainableWeights.map((weight) => weight.read() as tf.Variable);
    const x = images();
    const evaluate = (pass: (input: tf.Tensor) => tf.Tensor) =>
      tf.tidy(() => {
        const { value, grads } = tf.variableGrads(() => tf.sum(tf.square(pass(x))) as tf.Scalar, variables);
        return [value, ...variables.map(({ name }) => grads[name]!)].map((tensor) => tensor.dataSync() as Float32Array);
      });
    const own = evaluate((input) => forward(input, 1));
    evaluate((input) => net.apply(input, { training: true }) as tf.Tensor).forEach((expected, index) => {
      expect(own[index]).toBeAllClose(expected, { rtol: 1e-4, atol: 1e-5 });
    });
    net.dispose();
    x.dispose();
  });

  it("drops other units for another seed, the same for the same, and none at rate 0", () => {
    const net = createMlp({
      exampleShape: [6, 6, 1],
      hiddenUnits: [50],
      classCount: 4,
      seed: 1,
      dropout: 0.5,
      inputDropout: 0.2,
    });
    const plain = createMlp({ exampleShape: [6, 6, 1], hiddenUnits: [50], classCount: 4, seed: 1 });
    const x = images();
    const logits = (of: typeof net, seed: number) =>
      tf.tidy(() => [...forwardLayers(of, new Map())!(x, seed).dataSync()]);
    expect(logits(net, 5)).toEqual(logits(net, 5));
    expect(logits(net, 5)).not.toEqual(logits(net, 6));
    expect(logits(plain, 5)).toBeAllClose(tf.tidy(() => (plain.predict(x) as tf.Tensor).dataSync() as Float32Array));
    tf.dispose([x]);
    net.dispose();
    plain.dispose();
  });

  it("leaves models to themselves that are no plain chain of layers", () => {
    const input = layers.input({ shape: [4] });
    const branched = layers.dense({ units: 4 }).apply(input);
    const graph = model({ inputs: input as never, outputs: layers.add().apply([input, branched] as never) as never });
    expect(forwardLayers(graph, new Map())).toBe(undefined);
    const inner = sequential({ layers: [layers.dense({ units: 2, inputShape: [3] })] });
    expect(forwardLayers(sequential({ layers: [inner] }), new Map())).toBe(undefined);
    graph.dispose();
  });
});
