import { selectBackend } from "@dark-knowledge/backend";
import { generatedDigits, labelsOf } from "@dark-knowledge/datasets";
import * as tf from "@tensorflow/tfjs-core";
import { bench, describe } from "vitest";
import { createMlp, distill, sgd, trainClassifier } from "../src/index.ts";

// The setup of all tests and benches sets the cpu backend, so each bench chooses its own.
const ON_WASM = { setup: async () => void (await selectBackend()) };

await selectBackend();
const { train } = generatedDigits({ trainSize: 1024, testSize: 10, seed: 1 });
const makeStudent = () => createMlp({ exampleShape: [28, 28, 1], hiddenUnits: [300, 300], classCount: 10, seed: 1 });
const optimizer = sgd({ learningRate: 0.01, momentum: 0.9 });
const OPTIONS = { epochs: 1, seed: 1, batchSize: 128 };

const teacher = createMlp({ exampleShape: [28, 28, 1], hiddenUnits: [300, 300], classCount: 10, seed: 2 });
const ours = makeStudent();
const stock = makeStudent();
stock.compile({
  optimizer: tf.train.momentum(0.01, 0.9),
  loss: (labels: tf.Tensor, logits: tf.Tensor) => tf.losses.softmaxCrossEntropy(labels, logits),
});
const features = tf.tensor(
  Float32Array.from(train.columns.features!.values, (value) => value / 255),
  [1024, 28, 28, 1],
);
const oneHot = tf.cast(tf.oneHot(tf.tensor1d(labelsOf(train), "int32"), 10), "float32");

describe("one epoch of 1,024 examples in batches of 128, 784-300-300-10, wasm repaired", () => {
  bench(
    "trainClassifier",
    async () => {
      await trainClassifier(ours, train, { ...OPTIONS, optimizer });
    },
    ON_WASM,
  );

  bench(
    "LayersModel.fit on the same backend, examples as tensors beforehand",
    async () => {
      await stock.fit(features, oneHot, { epochs: 1, batchSize: 128, verbose: 0 });
    },
    ON_WASM,
  );

  bench(
    "distill, teacher of the same size",
    async () => {
      await distill(ours, teacher, train, { ...OPTIONS, temperature: 4, optimizer });
    },
    ON_WASM,
  );
});
