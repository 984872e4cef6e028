import { generatedDigits } from "@dark-knowledge/datasets";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { createMlp, predictLogits } from "@dark-knowledge/training";
import { saveModel } from "@dark-knowledge/training/node";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { expect, test } from "vitest";
import { buildNet } from "../../src/nets/build-net.ts";
import { createNetSchema, type NetSpec } from "../../src/nets/net-spec.ts";
import { parseSpec } from "../../src/spec/parse-spec.ts";
import { tinySequences } from "../fixtures/tiny-sequences.ts";

const inside = useTemporaryDirectory();
const { train } = generatedDigits({ trainSize: 20, testSize: 10, seed: 1 });
const netOf = (parts: object): NetSpec => parseSpec(createNetSchema(), { epochs: 1, ...parts });

test("a perceptron has the layers of its specification between the examples and the classes", async () => {
  const model = await buildNet(netOf({ hidden: [7, 5], dropout: 0.3, inputDropout: 0.2 }), train, 1);
  expect(model.outputs[0]!.shape).toEqual([null, 10]);
  expect(model.countParams()).toBe(784 * 7 + 7 + 7 * 5 + 5 + 5 * 10 + 10);
  const rates = model.layers.flatMap((layer) => (layer.getConfig().rate as number | undefined) ?? []);
  expect(rates).toEqual([0.2, 0.3, 0.3]);
  model.dispose();
});

test("a convolutional net has its blocks and its dense head", async () => {
  const model = await buildNet(netOf({ kind: "cnn", filters: [3], stride: 2, hidden: [5] }), train, 1);
  expect(model.outputs[0]!.shape).toEqual([null, 10]);
  // 28 → 14 by the stride → 7 by the pooling; batch norm has four numbers for each filter.
  expect(model.countParams()).toBe(9 * 3 + 4 * 3 + 7 * 7 * 3 * 5 + 5 + 5 * 10 + 10);
  model.dispose();
});

test("a recurrent net has a vector for each word, or takes the numbers of each position", async () => {
  const { texts, sounds } = tinySequences();
  const net = netOf({ kind: "gru", recurrent: [5], embedding: 3, hidden: [4] });
  const words = await buildNet(net, texts, 1);
  // Padding, other words and the two that are known; a GRU has three gates.
  expect(words.countParams()).toBe(4 * 3 + 3 * 5 * (3 + 5 + 1) + 5 * 4 + 4 + 4 * 2 + 2);
  const numbers = await buildNet(net, sounds, 1);
  expect(numbers.countParams()).toBe(3 * 5 * (2 + 5 + 1) + 5 * 4 + 4 + 4 * 2 + 2);
  await saveModel(words, inside("words"));
  const again = await buildNet(netOf({ kind: "file", path: inside("words") }), texts, 1);
  await expect(buildNet(netOf({ kind: "file", path: inside("words") }), sounds, 1)).rejects.toThrow(
    /path must be a net from examples of shape \[any, 2\] to 2 logits, got .* from \[any\] to \[2\]/,
  );
  for (const model of [words, numbers, again]) model.dispose();
});

test("a net from a file answers as the one that was saved, by the directory or by its model.json", async () => {
  const saved = createMlp({ exampleShape: [28, 28, 1], hiddenUnits: [4], classCount: 10, seed: 3 });
  await saveModel(saved, inside("net"));
  const { data } = await predictLogits(saved, train);
  saved.dispose();
  for (const path of [inside("net"), inside("net", "model.json")]) {
    const model = await buildNet(netOf({ kind: "file", path }), train, 1);
    expect((await predictLogits(model, train)).data).toEqual(data);
    model.dispose();
  }
});

test("a net from a file that does not fit is refused, and nothing of it is left", async () => {
  const saved = createMlp({ exampleShape: [4], hiddenUnits: [], classCount: 3, seed: 3 });
  await saveModel(saved, inside("net"));
  saved.dispose();
  const before = tf.memory().numTensors;
  await expect(buildNet(netOf({ kind: "file", path: inside("net") }), train, 1)).rejects.toThrow(
    `spec: path must be a net from examples of shape [28, 28, 1] to 10 logits, got ${inside("net")} from [4] to [3]`,
  );
  expect(tf.memory().numTensors).toBe(before);
  await expect(buildNet(netOf({ kind: "file", path: inside("none") }), train, 1)).rejects.toThrow(
    "loadModel: cannot read",
  );
});
