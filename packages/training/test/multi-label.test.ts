import { createRandom } from "@dark-knowledge/core";
import { createDataset, type Dataset, withoutLabels } from "@dark-knowledge/datasets";
import { binaryCrossEntropy, binarySoftTargetCrossEntropy } from "@dark-knowledge/losses";
import * as tf from "@tensorflow/tfjs-core";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import { describe, expect, it } from "vitest";
import {
  adam,
  createMlp,
  distill,
  evaluateMultiLabel,
  fidelity,
  predictLogits,
  sgd,
  trainClassifier,
} from "../src/index.ts";

const CLASSES = ["fast", "loud", "red"];

/** Points of the plane, each of the classes on whose side of three lines it is; some labels are not known. */
function points(count: number, seed: number, unknown = 0): Dataset {
  const random = createRandom(seed);
  const values = Float32Array.from({ length: 2 * count }, () => random.normal());
  const labels = new Int8Array(3 * count);
  for (let index = 0; index < count; index++) {
    const [x, y] = [values[2 * index]!, values[2 * index + 1]!];
    [x > 0, x + y > 0.5, x * y > 0].forEach((isThere, of) => {
      labels[3 * index + of] = random.uniform() < unknown ? -1 : Number(isThere);
    });
  }
  const targets = { kind: "several-classes", labels, classNames: CLASSES } as const;
  return createDataset({ columns: { x: { values, shape: [2] } }, targets });
}

const net = (hidden: number[], seed = 1) => createMlp({ exampleShape: [2], hiddenUnits: hidden, classCount: 3, seed });
const weightsOf = (model: ReturnType<typeof net>) => model.getWeights().flatMap((weight) => [...weight.dataSync()]);

describe("several classes", () => {
  it("are learnt, and a student of the teacher alone says what the teacher says", async () => {
    const [train, test] = [points(160, 1, 0.2), points(100, 2)];
    const teacher = net([24]);
    const options = { epochs: 30, seed: 1, batchSize: 32 };
    const history = await trainClassifier(teacher, train, {
      ...options,
      optimizer: adam({ learningRate: 0.03 }),
      validation: test,
      keepBest: "macroF1",
    });
    const figures = history.epochs.at(-1)!.validation!;
    expect(Object.keys(figures)).toEqual([
      ...["size", "errors", "accuracy", "nll", "microF1", "macroF1", "meanAveragePrecision"],
    ]);
    const ofTeacher = await evaluateMultiLabel(teacher, test);
    expect(ofTeacher.size).toBe(300);
    expect(ofTeacher.macroF1).toBeGreaterThan(0.85);
    expect(ofTeacher.meanAveragePrecision).toBeGreaterThan(0.95);

    const student = net([12], 2);
    const { epochs } = await distill(student, teacher, withoutLabels(train), {
      ...{ ...options, hardWeight: 0, temperature: 2, optimizer: adam({ learningRate: 0.03 }) },
    });
    const { agreement, kl, size } = await fidelity(student, teacher, test);
    expect([size, agreement > 0.9, kl < 0.2]).toEqual([300, true, true]);
    // What is reported as kl is the mean over labels of T² · KL.
    expect(epochs.at(-1)!.terms.kl).toBeGreaterThan(0);
    expect(epochs.at(-1)!.terms.kl).toBeLessThan(0.2);
  });

  it("count nothing that is not known: a step is that of the known labels, their number the denominator", async () => {
    const train = points(8, 3, 0.5);
    const { labels } = train.targets as { labels: Int8Array };
    const [student, teacher] = [net([4]), net([4], 2)];
    const [before, z, v] = [
      weightsOf(student),
      await predictLogits(student, train),
      await predictLogits(teacher, train),
    ];
    const all = { epochs: 1, seed: 1, batchSize: 8, temperature: 3, softWeight: 0.7, hardWeight: 0.3 };
    const { epochs } = await distill(student, teacher, train, { ...all, optimizer: sgd({ learningRate: 0.1 }) });
    const known = labels.filter((label) => label >= 0).length;
    expect(known).toBeGreaterThan(3);
    expect(known).toBeLessThan(21);
    const expected = tf.tidy(() => {
      const [student, teacher] = [z, v].map(({ data }) => tf.tensor2d(data, [8, 3])) as [tf.Tensor2D, tf.Tensor2D];
      const own = tf.tensor2d(Int32Array.from(labels), [8, 3], "int32");
      const hard = tf.sum(binaryCrossEntropy(student, own)).dataSync()[0]! / known;
      const soft = tf.mean(binarySoftTargetCrossEntropy(student, teacher, { temperature: 3 })).dataSync()[0]! / 3;
      return { hard, soft, total: 0.7 * soft + 0.3 * hard };
    });
    const { kl: _, ...terms } = epochs[0]!.terms;
    expect(Object.values(terms)).toBeAllClose([expected.total, expected.soft, expected.hard], { rtol: 1e-5 });
    expect(weightsOf(student)).not.toEqual(before);
  });

  it("take terms of one's own, the default ones among them", async () => {
    const [train, teacher] = [points(32, 4, 0.3), net([4], 2)];
    const weights = [];
    for (const own of [
      {},
      {
        hardLoss: (z: tf.Tensor2D, labels: tf.Tensor2D) => binaryCrossEntropy(z, labels),
        softLoss: (z: tf.Tensor2D, v: tf.Tensor2D, { temperature }: { temperature: number }) =>
          binarySoftTargetCrossEntropy(z, v, { temperature }),
      },
    ]) {
      const student = net([4]);
      await distill(student, teacher, train, { epochs: 2, seed: 1, batchSize: 16, temperature: 2, ...own });
      await trainClassifier(student, train, {
        ...{ epochs: 1, seed: 1, batchSize: 16 },
        ...(own.hardLoss ? { loss: own.hardLoss } : {}),
      });
      weights.push(weightsOf(student));
    }
    expect(weights[0]).toEqual(weights[1]);
  });

  it("refuse a model that ends in probabilities, or take the logistic function off", async () => {
    const train = points(32, 5);
    const model = sequential({
      layers: [
        layers.dense({ units: 3, activation: "sigmoid", inputShape: [2], kernelInitializer: "zeros", name: "end" }),
      ],
    });
    const options = { epochs: 1, seed: 1 };
    await expect(trainClassifier(model, train, options)).rejects.toThrow(
      "trainClassifier: classifier must give logits, not probabilities (undoSoftmax: true makes them logits), got a sigmoid at its end (layer end)",
    );
    await trainClassifier(model, train, { ...options, undoSoftmax: true });
    const logits = await predictLogits(model, train, { undoSoftmax: true });
    expect(Math.min(...logits.data)).toBeLessThan(0);
    const probs = await predictLogits((x) => tf.sigmoid(tf.matMul(x, tf.ones([2, 3]))), train, { undoSoftmax: true });
    const plain = await predictLogits((x) => tf.matMul(x, tf.ones([2, 3])), train);
    expect(probs.data).toBeAllClose(plain.data, { rtol: 1e-3, atol: 1e-5 });
    const softmax = sequential({ layers: [layers.dense({ units: 3, activation: "softmax", inputShape: [2] })] });
    await expect(trainClassifier(softmax, train, options)).rejects.toThrow(
      "trainClassifier: classifier must end in one output of logits (linear activation), got softmax",
    );
  });
});
