import { createRandom } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import { expect, test } from "vitest";
import { artifactsOf } from "../../../src/artifacts-of.ts";
import { compileModel } from "../../../src/compile-model.ts";
import { differenceOn, randomise } from "../../fixtures/compare-with-tfjs.ts";

const random = createRandom(13);
const upTo = (most: number) => 1 + Math.floor(random.uniform() * most);

test("gives each number its vector, and the mean and the largest of a sequence", async () => {
  const table = tf.tensor2d([0, 0, 1, 2, 30, 4], [3, 2]);
  const words = layers.embedding({ inputDim: 3, outputDim: 2, name: "words" });
  const outcome = async (
    others: readonly (typeof layers.Layer)["prototype"][],
    values: readonly number[],
    examples: number,
  ) => {
    const model = sequential({ layers: [words, ...others] });
    model.setWeights([table]);
    return compileModel(await artifactsOf(model)).predict(Float32Array.from(values), examples);
  };
  expect(await outcome([], [2, 1, 0], 1)).toEqual(Float32Array.of(30, 4, 1, 2, 0, 0));
  // (30 + 1)/2 and (4 + 2)/2; (1 + 0)/2 and (2 + 0)/2.
  expect(await outcome([layers.globalAveragePooling1d({})], [2, 1, 1, 0], 2)).toEqual(Float32Array.of(15.5, 3, 0.5, 1));
  expect(await outcome([layers.globalMaxPooling1d({})], [2, 1, 1, 0], 2)).toEqual(Float32Array.of(30, 4, 1, 2));
  table.dispose();
});

test("of any shape is that of tfjs", async () => {
  for (let round = 0; round < 12; round++) {
    const [tokens, units, steps, examples] = [upTo(20), upTo(40), upTo(9), upTo(70)] as const;
    const isOpen = round % 2 === 0;
    const parts = isOpen
      ? [
          layers.dense({ units: 4, activation: "softmax" }),
          layers.globalAveragePooling1d({}),
          layers.dense({ units: 3 }),
        ]
      : [layers.flatten(), layers.dense({ units: 3 })];
    const first = { inputDim: tokens, outputDim: units, inputShape: [isOpen ? (null as never) : steps] };
    const model = sequential({ layers: [layers.embedding(first), ...parts] });
    randomise(model, random);
    const x = Float32Array.from({ length: examples * steps }, () => Math.floor(random.uniform() * tokens));
    expect(await differenceOn(model, [x], examples)).toBeLessThan(3e-6);
    model.dispose();
  }
});

test("numbers without a vector are refused, and leave the plan as it was", async () => {
  const model = sequential({ layers: [layers.embedding({ inputDim: 3, outputDim: 2, name: "words" })] });
  const net = compileModel(await artifactsOf(model));
  const before = net.predict(Float32Array.of(0, 1, 2), 1);
  for (const token of [3, -1, Number.NaN, 1e10]) {
    expect(() => net.predict(Float32Array.of(0, token), 1)).toThrow(
      `predict: inputs must give layer words whole numbers from 0 to 2, got ${token}`,
    );
  }
  expect(net.predict(Float32Array.of(0, 1, 2), 1)).toEqual(before);
  // As a cast to int32 does.
  expect(net.predict(Float32Array.of(0, 1.9, 2), 1)).toEqual(before);
  expect(net.masksPadding).toBe(false);
});
