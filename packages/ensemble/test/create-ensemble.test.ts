import * as tf from "@tensorflow/tfjs-core";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import { describe, expect, it } from "vitest";
import { createEnsemble, type EnsembleOptions, ensembleLogProbs } from "../src/index.ts";

const OPTIONS: EnsembleOptions = { mean: "arithmetic", order: "soften-then-average", temperature: 3 };
const scaled = (slope: number) => (features: tf.Tensor) => tf.mul(features, slope);

describe("createEnsemble(members, options)", () => {
  it.each([
    ["arithmetic", "soften-then-average"],
    ["arithmetic", "average-then-soften"],
    ["geometric", "average-then-soften"],
  ] as const)("gives logits whose softmax at the temperature is the %s mean, %s", (mean, order) => {
    const options = { ...OPTIONS, mean, order, weights: [2, 1] };
    const x = tf.tensor2d([
      [1, -2, 0],
      [0.5, 3, 1],
    ]);
    const actual = tf.tidy(() => tf.softmax(tf.div(createEnsemble([scaled(1), scaled(-2)], options)(x), 3)).dataSync());
    const expected = tf.tidy(() => tf.exp(ensembleLogProbs([x, tf.mul(x, -2)], options)).dataSync());
    expect(actual).toBeAllClose(expected as Float32Array);
    x.dispose();
  });

  it("takes models of tfjs-layers, without their dropout, and makes one tensor", () => {
    const model = sequential({ layers: [layers.dense({ units: 3, inputShape: [2] }), layers.dropout({ rate: 0.9 })] });
    const x = tf.tensor2d([[1, 2]]);
    const ensemble = createEnsemble([model, model], OPTIONS);
    const own = tf.tidy(() => tf.softmax(tf.div(model.predict(x) as tf.Tensor, 3)).dataSync());
    expect(tf.tidy(() => tf.softmax(tf.div(ensemble(x), 3)).dataSync())).toBeAllClose(own as Float32Array);
    expect(() => ensemble(x)).toAllocate(1);
    x.dispose();
    model.dispose();
  });

  it("checks its members and options at once, not at the first prediction", () => {
    expect(() => createEnsemble([], OPTIONS)).toThrow(/^createEnsemble: members must hold at least one model, got /);
    expect(() => createEnsemble([scaled(1)], { ...OPTIONS, weights: [1, 2] })).toThrow(
      "createEnsemble: weights must hold one number for each of the 1 members, got 2",
    );
    expect(() => createEnsemble([scaled(1)], { ...OPTIONS, temperature: -1 })).toThrow(
      /^createEnsemble: temperature must be .*, got -1$/,
    );
  });
});
