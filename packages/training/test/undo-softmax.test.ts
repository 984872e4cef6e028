import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { softmax as softmaxOf } from "@dark-knowledge/core";
import { openSoftTargets } from "@dark-knowledge/soft-targets/node";
import * as tf from "@tensorflow/tfjs-core";
import {
  input,
  type LayersModel,
  layers,
  model as modelOf,
  type SymbolicTensor,
  sequential,
} from "@tensorflow/tfjs-layers";
import { describe, expect, test } from "vitest";
import {
  createMlp,
  distill,
  evaluate,
  fidelity,
  predictLogits,
  sgd,
  type Teacher,
  trainClassifier,
} from "../src/index.ts";
import { recordSoftTargets } from "../src/node/index.ts";
import { twoClasses } from "./fixtures/two-classes.ts";

const dataset = twoClasses(40, 1);
const inputShape = [2, 2, 1];
const OPTIONS = { epochs: 1, seed: 1, batchSize: 8 };
const REFUSED = "must give logits, not probabilities (undoSoftmax: true makes them logits), got";
const CASES = [
  "activation",
  "a layer",
  "an activation layer",
  "before a reshape",
  "in a nested model",
  "in a functional model",
];

/** The weights of all models below: logits far enough apart for a softmax of them to be 0 or 1 here and there. */
const kernel = () => tf.tensor2d([90, -90, 30, -30, -15, 15, -60, 60], [4, 2]);
const plain = () => dense("linear");

function dense(activation: "linear" | "softmax", tail: LayersModel["layers"] = []): LayersModel {
  const model = sequential({
    layers: [layers.flatten({ inputShape }), layers.dense({ units: 2, useBias: false, activation }), ...tail],
  });
  tf.tidy(() => model.setWeights([kernel()]));
  return model;
}

/** The same net with a softmax at its end, somewhere. */
function withSoftmax(where: string): LayersModel {
  switch (where) {
    case "activation":
      return dense("softmax");
    case "a layer":
      return dense("linear", [layers.softmax()]);
    case "an activation layer":
      return dense("linear", [layers.activation({ activation: "softmax" })]);
    case "before a reshape":
      return dense("softmax", [
        layers.reshape({ targetShape: [1, 2] }),
        layers.flatten(),
        layers.dropout({ rate: 0.5 }),
      ]);
    case "in a nested model":
      return sequential({ layers: [sequential({ layers: [dense("softmax")] }), layers.reshape({ targetShape: [2] })] });
    default: {
      const x = input({ shape: inputShape });
      const inner = dense("linear").apply(x) as SymbolicTensor;
      return modelOf({ inputs: x, outputs: layers.softmax().apply(inner) as SymbolicTensor });
    }
  }
}

/** What tfjs cannot be asked: probabilities of a function, at once or later. */
const functions: Record<string, (model: LayersModel) => Teacher> = {
  "a function": (model) => (features) =>
    tf.softmax(model.apply(tf.reshape(features, [-1, ...inputShape])) as tf.Tensor2D),
  "a promise": (model) => async (features) =>
    tf.tidy(() => tf.softmax(model.apply(tf.reshape(features, [-1, ...inputShape])) as tf.Tensor2D)),
};

describe.each(CASES)("a softmax at the end of a model (%s)", (where) => {
  test("is refused, and left out on request: the logits are those of the net without it, exactly", async () => {
    const [model, expected] = [withSoftmax(where), plain()];
    await expect(predictLogits(model, dataset)).rejects.toThrow(
      `predictLogits: classifier ${REFUSED} a softmax at its end (layer `,
    );
    const logits = await predictLogits(expected, dataset);
    expect((await predictLogits(model, dataset, { undoSoftmax: true })).data).toEqual(logits.data);
    expect(await evaluate(model, dataset, { undoSoftmax: true })).toEqual(await evaluate(expected, dataset));
    expect(await fidelity(model, expected, dataset, { undoSoftmax: true })).toMatchObject({ agreement: 1, kl: 0 });
    // It has its softmax again.
    const [probs] = tf.tidy(() => (model.predict(tf.ones([1, ...inputShape])) as tf.Tensor).arraySync() as number[][]);
    expect(probs![0]! + probs![1]!).toBeCloseTo(1, 6);
    model.dispose();
    expected.dispose();
  });

  test("is trained without it, to the weights of the net that has none", async () => {
    const trained = async (model: LayersModel, undoSoftmax: boolean) => {
      // As small as the logits of a net that begins to learn.
      tf.tidy(() => model.setWeights([tf.mul(kernel(), 0.003)]));
      const optimizer = sgd({ learningRate: 0.5 });
      const options = { ...OPTIONS, optimizer, undoSoftmax, validation: dataset };
      const { epochs } = await trainClassifier(model, dataset, options);
      const [weights] = await Promise.all(model.getWeights().map((weight) => weight.data()));
      model.dispose();
      return { epochs, weights: [...weights!] };
    };
    if (where === "before a reshape") return expect(where).toBeTruthy();
    const [with_, without] = [await trained(withSoftmax(where), true), await trained(plain(), false)];
    expect(with_.weights).toBeAllClose(without.weights, { rtol: 1e-5, atol: 1e-7 });
    expect(with_.epochs[0]!.validation!.nll).toBeCloseTo(without.epochs[0]!.validation!.nll, 5);
  });
});

describe.each(Object.keys(functions))("%s that gives probabilities", (name) => {
  const make = (net: LayersModel) => functions[name]!(net);

  test("is refused where its first answers are seen, and its logarithm taken on request", async () => {
    const net = plain();
    const teacher = make(net);
    await expect(predictLogits(teacher, dataset)).rejects.toThrow(
      `predictLogits: classifier ${REFUSED} rows that are not negative and sum to one`,
    );
    const { data } = await predictLogits(teacher, dataset, { undoSoftmax: true, batchSize: 7 });
    const logits = await predictLogits(net, dataset);
    for (let row = 0; row < 40; row++) {
      const [one, other] = [logits.data, data].map((values) => softmaxOf(values.subarray(2 * row, 2 * row + 2)));
      expect(other![0]).toBeCloseTo(one![0]!, 6);
    }
    // Where the probability is 0 the floor stands: log 2^-126.
    expect(Math.min(...data)).toBeCloseTo(-126 * Math.LN2, 3);
    net.dispose();
  });

  test("is a teacher of distill and recordSoftTargets on request, with jitter too", async () => {
    const net = plain();
    const options = { ...OPTIONS, temperature: 3 };
    const student = createMlp({ exampleShape: inputShape, hiddenUnits: [], classCount: 2, seed: 1 });
    for (const jitter of [0, 1]) {
      await expect(distill(student, make(net), dataset, { ...options, jitter })).rejects.toThrow(
        `distill: teacher ${REFUSED}`,
      );
      await distill(student, make(net), dataset, { ...options, jitter, undoSoftmax: true });
    }
    const directory = mkdtempSync(`${tmpdir()}/answers-`);
    const record = { teacherFingerprint: "a function", undoSoftmax: true };
    await recordSoftTargets(make(net), dataset, directory, record);
    const softTargets = await openSoftTargets(directory);
    expect(await softTargets.read(Int32Array.of(5), 0)).toMatchObject({
      logits: (await predictLogits(make(net), dataset, { undoSoftmax: true })).data.slice(10, 12),
    });
    await softTargets.close();
    rmSync(directory, { recursive: true });
    student.dispose();
    net.dispose();
  });
});

test("a student that is a function of probabilities is trained by their logarithm", async () => {
  const trained = async (givesProbs: boolean) => {
    const weights = tf.tidy(() => tf.variable(tf.mul(kernel(), 0.003)));
    const student = (features: tf.Tensor) => {
      const logits = tf.matMul(tf.reshape(features, [-1, 4]) as tf.Tensor2D, weights as unknown as tf.Tensor2D);
      return givesProbs ? tf.softmax(logits) : logits;
    };
    const options = { ...OPTIONS, variables: [weights], optimizer: sgd({ learningRate: 0.5 }), undoSoftmax: true };
    const { epochs } = await trainClassifier(student, dataset, options);
    const values = [...(await weights.data())];
    weights.dispose();
    return { values, total: epochs[0]!.terms.total! };
  };
  const [ofProbs, ofLogits] = [await trained(true), await trained(false)];
  expect(ofProbs.values).toBeAllClose(ofLogits.values, { rtol: 1e-4, atol: 1e-6 });
  expect(ofProbs.total).toBeCloseTo(ofLogits.total, 5);
});

test("logits stay as they are, also such as sum to one", async () => {
  const net = plain();
  const logits = await predictLogits(net, dataset);
  expect((await predictLogits(net, dataset, { undoSoftmax: true })).data).toEqual(logits.data);
  const sumsToOne = (features: tf.Tensor) => {
    const first = tf.mul(tf.mean(tf.reshape(features, [-1, 4]), 1, true), 5);
    return tf.concat([first, tf.sub(1, first)], 1);
  };
  expect((await predictLogits(sumsToOne, dataset)).data[0]).toBeGreaterThan(1);
  net.dispose();
});
