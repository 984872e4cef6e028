import * as tf from "@tensorflow/tfjs-core";
import { type LayersModel, layers, sequential } from "@tensorflow/tfjs-layers";
import { describe, expect, it } from "vitest";
import { createModelPass } from "../../src/internal/create-model-pass.ts";
import { fuseLayer } from "../../src/internal/fuse-layer.ts";

type Pass = (x: tf.Tensor) => tf.Tensor;
type Layer = LayersModel["layers"][number];

/** The default one needs methods of tensors that `selectBackend` adds. */
const INITIAL = "glorotUniform";

const NETS: Readonly<Record<string, () => Layer[]>> = {
  "batch normalisation": () => [
    layers.batchNormalization({ inputShape: [4, 6], momentum: 0.8, epsilon: 0.01 }),
    layers.flatten(),
    layers.batchNormalization({ gammaInitializer: "randomNormal" }),
  ],
  "recurrent layers": () => [
    layers.gru({ inputShape: [4, 6], units: 5, recurrentInitializer: INITIAL, returnSequences: true }),
    layers.bidirectional({
      layer: layers.lstm({
        units: 3,
        recurrentInitializer: INITIAL,
        returnSequences: true,
        recurrentActivation: "sigmoid",
      }) as never,
      mergeMode: "concat",
    }),
    layers.simpleRNN({
      units: 4,
      recurrentInitializer: INITIAL,
      activation: "relu",
      useBias: false,
      goBackwards: true,
    }),
  ],
  "masked steps": () => [
    layers.masking({ inputShape: [4, 6], maskValue: 0 }),
    layers.gru({ units: 5, recurrentInitializer: INITIAL }),
  ],
  "padded sequences": () => [
    layers.permute({ inputShape: [4, 6], dims: [2, 1] }),
    // Of the second example two of six steps count, of the last none.
    layers.masking({ maskValue: 0 }),
    layers.gru({ units: 5, recurrentInitializer: INITIAL, returnSequences: true }),
    layers.lstm({ units: 3, recurrentInitializer: INITIAL, recurrentActivation: "sigmoid" }),
  ],
  "an activation of its own": () => [
    layers.lstm({ inputShape: [4, 6], units: 5, recurrentInitializer: INITIAL, activation: "softsign" }),
  ],
};

/** The first step of the first example, all steps but two of the second when axes are swapped, and the last example. */
const isZero = (i: number): boolean => i < 6 || (i >= 24 && i < 48 && i % 6 > 1) || i >= 96;

/** The value, the gradients and what became of all weights. */
function run(net: LayersModel, pass: Pass): Float32Array[] {
  return tf.tidy(() => {
    const before = net.getWeights().map((weight) => tf.clone(weight));
    const variables = net.trainableWeights.map((weight) => weight.read() as tf.Variable);
    const x = tf.tensor(
      Float32Array.from({ length: 5 * 24 }, (_, i) => (isZero(i) ? 0 : Math.sin(i * 12.9898))),
      [5, 4, 6],
    );
    const { value, grads } = tf.variableGrads(() => tf.sum(tf.square(pass(x))) as tf.Scalar, variables);
    const tensors = [value, ...variables.map(({ name }) => grads[name]!), ...net.getWeights()];
    const arrays = tensors.map((tensor) => tensor.dataSync() as Float32Array);
    net.setWeights(before);
    return arrays;
  });
}

describe("fuseLayer(layer)", () => {
  it.each(Object.keys(NETS))("computes what tfjs-layers does, gradients and statistics too: %s", (name) => {
    const net = sequential({ layers: [...NETS[name]!(), layers.dense({ units: 3 })] });
    const pass = createModelPass(net, new Map());
    const own = run(net, (x) => pass(x, { training: true, seed: 1 }));
    run(net, (x) => net.apply(x, { training: true }) as tf.Tensor).forEach((expected, index) => {
      expect(own[index], `${index}`).toBeAllClose(expected, { rtol: 1e-4, atol: 1e-4 });
    });
    net.dispose();
  });

  it("is asked for by the layers that it serves, for one pass at a time", () => {
    const served = (layer: Layer) => {
      const { call } = layer;
      const undo = fuseLayer(layer);
      const isFused = layer.call !== call;
      undo?.();
      expect(layer.call).toBe(call);
      return isFused;
    };
    expect(served(layers.batchNormalization())).toBe(true);
    expect(served(layers.gru({ units: 2 }))).toBe(true);
    expect(served(layers.lstm({ units: 2, stateful: true }))).toBe(false);
    expect(served(layers.simpleRNN({ units: 2, activation: "elu" }))).toBe(false);
    expect(served(layers.dense({ units: 2 }))).toBe(false);
  });

  it("lets batch normalisation without a scale be trained, at which tfjs-layers fails", () => {
    const net = sequential({
      layers: [layers.batchNormalization({ inputShape: [4, 6], scale: false }), layers.flatten()],
    });
    const pass = createModelPass(net, new Map());
    const [value] = run(net, (x) => pass(x, { training: true, seed: 1 }));
    expect(value![0]).toBeGreaterThan(0);
    net.dispose();
  });
});
