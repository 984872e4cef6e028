import * as tf from "@tensorflow/tfjs-core";
import { type LayersModel, layers, sequential } from "@tensorflow/tfjs-layers";
import { describe, expect, test } from "vitest";
import {
  type Classifier,
  createMlp,
  distill,
  type LogitsFunction,
  sgd,
  type TrainClassifierOptions,
  trainClassifier,
} from "../src/index.ts";
import { twoClasses } from "./fixtures/two-classes.ts";

const dataset = twoClasses(40, 1);
const OPTIONS = { epochs: 1, seed: 1, batchSize: 8 };
const KEPT = "(the weights are those from before this step)";
const makeModel = () => createMlp({ exampleShape: [2, 2, 1], hiddenUnits: [6], classCount: 2, seed: 7 });
const oracle = (features: tf.Tensor) => tf.mul(tf.sum(tf.reshape(features, [-1, 2, 2]), 2), 2);

const valuesOf = async (model: LayersModel) =>
  Promise.all(model.getWeights().map(async (weight) => Float32Array.from(await weight.data())));

type Train = (model: LayersModel, options: object) => Promise<unknown>;

/** What a student weighs after some steps of a training that nothing is wrong with. */
async function weightsAfter(steps: number, train: Train, make = makeModel): Promise<Float32Array[]> {
  const model = make();
  const signal = { aborted: false, reason: new Error("enough") };
  const onBatchEnd = (batch: number) => {
    signal.aborted = batch + 1 === steps;
  };
  await expect(train(model, { signal, callbacks: { onBatchEnd } })).rejects.toBe(signal.reason);
  const values = await valuesOf(model);
  model.dispose();
  return values;
}

/** Expects a training to fail with a text, and to leave the weights of so many steps, and no tensor. */
async function expectBreak(
  text: string | RegExp,
  steps: number,
  broken: Train,
  sound: Train,
  make = makeModel,
): Promise<void> {
  const expected = await weightsAfter(steps, sound, make);
  const model = make();
  const before = tf.memory().numTensors;
  await expect(broken(model, {})).rejects.toThrow(text);
  expect(tf.memory().numTensors).toBe(before);
  expect(await valuesOf(model)).toEqual(expected);
  model.dispose();
}

describe("a teacher's answer that is not finite", () => {
  /** Spoils the answers to all batches after the first `sound` ones. */
  const spoilt = (sound: number, spoil: (logits: tf.Tensor) => tf.Tensor): LogitsFunction => {
    let asked = 0;
    return (features) => (asked++ < sound ? oracle(features) : spoil(oracle(features)));
  };
  const learnFrom =
    (teacher: () => Classifier): Train =>
    (model, options) =>
      distill(model, teacher(), dataset, { ...OPTIONS, ...options, temperature: 3, jitter: 1 });
  const nan = (logits: tf.Tensor) => tf.mul(logits, Number.NaN);
  const allMasked = (logits: tf.Tensor) => tf.fill(logits.shape, -Infinity);

  test("is the teacher's fault, under jitter too; the student keeps what it learned before", async () => {
    await expectBreak(
      /^distill: teacher must give finite logits, got NaN for class 0 of example \d+$/,
      3,
      learnFrom(() => spoilt(3, nan)),
      learnFrom(() => oracle),
    );
  });

  test("is the teacher's fault where all classes of an example are masked", async () => {
    await expectBreak(
      /^distill: teacher must give a finite logit for some class, got -Infinity for all classes of example \d+$/,
      2,
      learnFrom(() => spoilt(2, allMasked)),
      learnFrom(() => oracle),
    );
    const model = makeModel();
    const stored = distill(model, spoilt(0, allMasked), dataset, { ...OPTIONS, temperature: 3 });
    await expect(stored).rejects.toThrow("teacher must give a finite logit for some class");
    model.dispose();
  });
});

describe("a step that is not finite", () => {
  const optimizer = () => sgd({ learningRate: 0.1 });
  const classify =
    (own: Partial<TrainClassifierOptions> = {}): Train =>
    (model, options) =>
      trainClassifier(model, dataset, { ...OPTIONS, optimizer: optimizer(), ...own, ...options });

  test("is said to be of the weights where they are", async () => {
    const spoiling = {
      ...optimizer(),
      apply(gradients: Parameters<ReturnType<typeof sgd>["apply"]>[0], at: { step: number }) {
        for (const { variable } of gradients) if (at.step === 1) variable.assign(tf.mul(variable, Infinity));
      },
    };
    const model = makeModel();
    await expect(classify({ optimizer: spoiling as never })(model, {})).rejects.toThrow(
      /^trainClassifier: weight mlp_dense_1\/kernel holds -?Infinity at epoch 0, batch 2; lower the learning rate, or start from finite weights \(.+\)$/,
    );
    model.dispose();
  });

  test("is said to be of the student's logits where the weights are finite", async () => {
    const kernel = tf.tidy(() => tf.variable(tf.zeros([4, 2])));
    let steps = 0;
    const student: LogitsFunction = (features, { training }) => {
      const logits = tf.matMul(tf.reshape(features, [-1, 4]) as tf.Tensor2D, kernel as unknown as tf.Tensor2D);
      return training && ++steps > 2 ? tf.mul(logits, Number.NaN) : logits;
    };
    const run = distill(student, oracle, dataset, { ...OPTIONS, temperature: 3, variables: [kernel] });
    await expect(run).rejects.toThrow(
      /^distill: the student's logits are not finite \(NaN for class 0 of example \d+\) at epoch 0, batch 2; lower the learning rate \(.+\)$/,
    );
    expect((await kernel.data()).every((weight) => Number.isFinite(weight) && weight !== 0)).toBe(true);
    kernel.dispose();
  });

  test("is said to be of the loss where the logits are finite", async () => {
    const losses = (broken: boolean) => {
      // The loss is called once before the first step.
      let steps = -1;
      const loss = (z: tf.Tensor2D) => {
        const values = tf.sum<tf.Tensor1D>(tf.square(z), 1);
        return broken && ++steps > 3 ? tf.mul<tf.Tensor1D>(values, Number.NaN) : values;
      };
      return classify({ loss });
    };
    const text = `trainClassifier: the loss is NaN, of finite logits, at epoch 0, batch 3; look at the loss function ${KEPT}`;
    await expectBreak(text, 3, (model, options) => losses(true)(model, options), losses(false));
  });

  test("is said to be of the gradient where the loss is finite", async () => {
    const losses = (broken: boolean) => {
      // The loss is called once before the first step.
      let steps = -1;
      // The root of 0 is 0, and its gradient is none.
      const loss = (z: tf.Tensor2D) => {
        const values = tf.sum<tf.Tensor1D>(tf.square(z), 1);
        return broken && ++steps > 2 ? tf.sqrt(tf.mul<tf.Tensor1D>(values, 0)) : values;
      };
      return classify({ loss });
    };
    await expectBreak(
      /^trainClassifier: the gradient of mlp_dense_1\/kernel holds NaN at epoch 0, batch 2; look at the gradient of the loss function/,
      2,
      (model, options) => losses(true)(model, options),
      losses(false),
    );
  });

  test("leaves the statistics of batch normalisation as they were, too", async () => {
    const make = () =>
      sequential({
        layers: [
          layers.flatten({ inputShape: [2, 2, 1] }),
          layers.batchNormalization(),
          layers.dense({ units: 2, kernelInitializer: "ones" }),
        ],
      });
    const losses = (broken: boolean) => {
      // The loss is called once before the first step.
      let steps = -1;
      const loss = (z: tf.Tensor2D) =>
        tf.mul<tf.Tensor1D>(tf.sum(tf.square(z), 1), broken && ++steps > 2 ? Infinity : 1);
      return classify({ loss });
    };
    const text = `trainClassifier: the loss is Infinity, of finite logits, at epoch 0, batch 2; look at the loss function ${KEPT}`;
    await expectBreak(text, 2, (model, options) => losses(true)(model, options), losses(false), make);
  });

  test("is not one where finite gradients have a sum that is not", async () => {
    const model = makeModel();
    // Each bias has a gradient of 2e38.
    const steep = tf.customGrad((z) => ({
      value: tf.zeros([40]),
      gradFunc: () => tf.fill((z as tf.Tensor).shape, 5e36),
    }));
    const loss = (z: tf.Tensor2D) => steep(z) as tf.Tensor1D;
    // A smaller rate would be subnormal, which some processors' libraries take for zero.
    await classify({ loss, optimizer: sgd({ learningRate: 2e-38 }), batchSize: 40 })(model, {});
    expect(Math.abs((await valuesOf(model)).at(-1)![0]!)).toBeCloseTo(4, 1);
    expect((await valuesOf(model)).every((values) => values.every(Number.isFinite))).toBe(true);
    model.dispose();
  });
});
