import { createRandom, softmax } from "@dark-knowledge/core";
import { batches, createDataset } from "@dark-knowledge/datasets";
import { attentionTransfer, hintLoss, relationalDistance } from "@dark-knowledge/losses";
import * as tf from "@tensorflow/tfjs-core";
import { model as graph, input, type LayersModel, layers } from "@tensorflow/tfjs-layers";
import { describe, expect, test } from "vitest";
import {
  adam,
  createCnn,
  createMlp,
  type DistillOptions,
  distill,
  distillRegressor,
  type FeatureLoss,
  type FeatureTerm,
  sgd,
} from "../src/index.ts";
import { batchInputs } from "../src/internal/batch-inputs.ts";
import { checkpointsInMemory } from "./fixtures/checkpoints-in-memory.ts";
import { twoClasses } from "./fixtures/two-classes.ts";

const dataset = twoClasses(40, 1);
const OPTIONS: DistillOptions = { temperature: 3, epochs: 10, seed: 1, batchSize: 8 };
const net = (hiddenUnits: readonly number[], seed: number, name: string) =>
  createMlp({ exampleShape: [2, 2, 1], hiddenUnits, classCount: 2, seed, name });
const HINT: FeatureTerm = { student: "small_dense_1", teacher: "large_dense_1", weight: 0.5 };
const valuesOf = (of: LayersModel) => Promise.all(of.weights.map(async (weight) => [...(await weight.read().data())]));

/** Distils a small net from a larger one; all is freed but what is returned. */
async function learn(options: Partial<DistillOptions>, make = () => [net([6], 7, "small"), net([9], 8, "large")]) {
  const [student, teacher] = make() as [LayersModel, LayersModel];
  try {
    const { epochs } = await distill(student, teacher, dataset, { ...OPTIONS, ...options });
    return { terms: epochs.map(({ terms }) => terms), weights: await valuesOf(student) };
  } finally {
    student.dispose();
    teacher.dispose();
  }
}

/** The loss of a net 4-3-2 in float64, by hand: `softWeight · soft + hardWeight · hard + weight · mean(½ Σ (h − t)²)`. */
function lossByHand(images: readonly number[][], labels: ArrayLike<number>, teacher: number[][], student: number[][]) {
  const dense = (x: readonly number[], kernel: number[], bias: number[]) =>
    bias.map((offset, unit) => x.reduce((sum, value, at) => sum + value * kernel[at * bias.length + unit]!, offset));
  const run = ([k1, b1, k2, b2]: number[][], x: readonly number[]) => {
    const hidden = dense(x, k1!, b1!).map((value) => Math.max(0, value));
    return { hidden, logits: dense(hidden, k2!, b2!) };
  };
  const crossEntropy = (targets: ArrayLike<number>, probs: ArrayLike<number>) =>
    -Array.from(targets).reduce((sum, target, at) => sum + target * Math.log(probs[at]!), 0);
  const losses = images.map((image, row) => {
    const [ours, theirs] = [run(student, image), run(teacher, image)];
    const soft = crossEntropy(softmax(theirs.logits, { temperature: 3 }), softmax(ours.logits, { temperature: 3 })) * 9;
    const hard = -Math.log(softmax(ours.logits)[labels[row]!]!);
    const hint = ours.hidden.reduce((sum, value, unit) => sum + (value - theirs.hidden[unit]!) ** 2, 0) / 2;
    return 0.9 * soft + 0.1 * hard + 0.7 * hint;
  });
  return losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
}

describe("features of distill", () => {
  test("one step goes down the gradient of the weighted sum, found by central differences in float64", async () => {
    const [student, teacher] = [net([3], 7, "small"), net([3], 8, "large")];
    const [before, fixed] = [await valuesOf(student), await valuesOf(teacher)];
    const [batch] = batches(dataset, { batchSize: 40, order: "stored" });
    const scaled = tf.tidy(() => tf.reshape(batchInputs(batch!).features, [40, 4]).arraySync()) as number[][];
    const labels = Array.from({ length: 40 }, (_, row) => row % 2);
    const loss = (weights: number[][]) => lossByHand(scaled, labels, fixed, weights);
    const expected = before.map((values, which) =>
      values.map((value, at) => {
        const moved = (by: number) =>
          before.map((own, index) =>
            index === which ? own.map((old, place) => (place === at ? old + by : old)) : own,
          );
        return value - (0.05 * (loss(moved(1e-5)) - loss(moved(-1e-5)))) / 2e-5;
      }),
    );
    const { epochs } = await distill(student, teacher, dataset, {
      ...{ ...OPTIONS, epochs: 1, batchSize: 40, optimizer: sgd({ learningRate: 0.05, momentum: 0 }) },
      features: [{ ...HINT, weight: 0.7 }],
    });
    expect(epochs[0]!.terms.total).toBeCloseTo(loss(before), 5);
    const after = await valuesOf(student);
    expect(Float32Array.from(after.flat())).toBeAllClose(expected.flat(), { atol: 1e-5 });
    expect(await valuesOf(teacher)).toEqual(fixed);
    tf.dispose([student, teacher].flatMap((one) => one.weights.map((weight) => weight.read())));
  });

  test("where sizes differ a linear map is trained with the student, and freed with everything else", async () => {
    const before = tf.memory().numTensors;
    const { terms } = await learn({ features: [HINT] });
    expect(tf.memory().numTensors).toBe(before);
    const hints = terms.map((means) => means["features[0]"]!);
    expect(hints.at(-1)!).toBeLessThan(hints[0]! / 4);
    expect(Object.keys(terms[0]!).sort()).toEqual(["features[0]", "hard", "kl", "soft", "total"]);
    const [last] = terms.slice(-1);
    expect(last!.total).toBeCloseTo(0.9 * last!.soft! + 0.1 * last!.hard! + 0.5 * last!["features[0]"]!, 5);
  });

  test("without them the student is the same, bit for bit, as with a loss that is 0", async () => {
    const nothing: FeatureLoss = (ours) => tf.mul(tf.sum<tf.Tensor1D>(ours, 1), 0);
    const { weights } = await learn({ features: [{ ...HINT, loss: nothing }] });
    expect(weights).toEqual((await learn({})).weights);
  });

  test("a loss of the caller's sees the outputs of both layers, through a projector where it is asked for", async () => {
    const seen = new Set<string>();
    const loss: FeatureLoss = (ours, theirs) => {
      seen.add(`${ours.shape} ${theirs.shape}`);
      return relationalDistance(ours as tf.Tensor2D, theirs as tf.Tensor2D);
    };
    await learn({ epochs: 1, features: [{ ...HINT, loss }] });
    expect([...seen]).toEqual(["8,6 8,9"]);
    seen.clear();
    await learn({ epochs: 1, features: [{ ...HINT, loss, projector: true }] });
    expect([...seen]).toEqual(["8,9 8,9"]);
  });

  test("convolutions are compared place by place, and by their attention", async () => {
    const cnn = (filters: number, seed: number, name: string) =>
      createCnn({ exampleShape: [2, 2, 1], filters: [filters], poolSize: 1, classCount: 2, seed, name });
    const layer = { student: "small_activation_1", teacher: "large_activation_1" };
    const make = () => [cnn(2, 7, "small"), cnn(4, 8, "large")];
    for (const loss of [hintLoss, attentionTransfer]) {
      const features = [{ ...layer, weight: 1, loss, projector: loss === hintLoss }];
      const { terms } = await learn({ features, softWeight: 0, hardWeight: 1e-3 }, make);
      expect(terms.at(-1)!["features[0]"]).toBeLessThan(0.8 * terms[0]!["features[0]"]!);
    }
    const flat = { student: "small_flatten_1", teacher: "large_activation_1", weight: 1 };
    await expect(learn({ features: [flat] }, make)).rejects.toThrow(
      "distill: features[0] must name layers whose outputs differ in the last size alone, got [8] and [2, 2, 4]",
    );
  });

  test("a student that is a graph of layers, with dropout, learns as well", async () => {
    const makeGraph = () => {
      const image = input({ shape: [2, 2, 1] });
      const flat = layers.flatten().apply(image) as never;
      const dropped = layers.dropout({ rate: 0.1 }).apply(flat) as never;
      const hidden = layers.dense({ units: 6, activation: "relu", name: "hidden" }).apply(dropped) as never;
      return graph({ inputs: image, outputs: layers.dense({ units: 2 }).apply(hidden) as never });
    };
    const before = tf.memory().numTensors;
    const { terms } = await learn({ features: [{ ...HINT, student: "hidden" }] }, () => [
      makeGraph(),
      net([9], 8, "large"),
    ]);
    expect(tf.memory().numTensors).toBe(before);
    expect(terms.at(-1)!["features[0]"]).toBeLessThan(terms[0]!["features[0]"]! / 2);
  });

  test("a run that resumes from a checkpoint has the projector, too", async () => {
    const options = () => ({ epochs: 2, features: [HINT], optimizer: adam({ learningRate: 0.01 }) });
    const checkpoints = checkpointsInMemory();
    const whole = await learn({ ...options(), checkpoints: { ...checkpoints, everySteps: 3 } });
    const middle = checkpoints.states.find(({ step }) => step === 3)!;
    expect(middle.weights.map(({ name }) => name).slice(-2)).toEqual([
      ...["features[0].projector/kernel", "features[0].projector/bias"],
    ]);
    const resumed = await learn({ ...options(), checkpoints: checkpointsInMemory(middle) });
    expect(resumed).toEqual(whole);
    const other = learn({ ...options(), features: [{ ...HINT, weight: 1 }], checkpoints: checkpointsInMemory(middle) });
    await expect(other).rejects.toThrow(/features/);
  });

  test("numbers are distilled with them, too", async () => {
    const random = createRandom(3);
    const values = Float32Array.from({ length: 32 }, () => random.uniform());
    const set = createDataset({
      columns: { x: { values, shape: [2] } },
      targets: { kind: "numbers", names: ["y"], values: new Float32Array(16), known: new Uint8Array(16) },
    });
    const make = (units: number, seed: number, name: string) =>
      createMlp({ exampleShape: [2], hiddenUnits: [units], classCount: 1, seed, name });
    const [student, teacher] = [make(4, 1, "small"), make(6, 2, "large")];
    const { epochs } = await distillRegressor(student, teacher, set, {
      ...{ hardWeight: 0, epochs: 20, seed: 1, batchSize: 8, features: [HINT] },
    });
    expect(epochs.at(-1)!.terms["features[0]"]).toBeLessThan(epochs[0]!.terms["features[0]"]! / 2);
    tf.dispose([student, teacher].flatMap((one) => one.weights.map((weight) => weight.read())));
  });

  test.each<[string, unknown, string]>([
    ["no list", HINT, "features must be an array, got an object"],
    [
      "an unknown option",
      [{ ...HINT, layer: 1 }],
      'features[0] must have known names only (student, teacher, weight, loss, projector), got "layer"',
    ],
    [
      "a layer that is not there",
      [{ ...HINT, student: "small_dens_1" }],
      'features[0].student must be the name of a layer (did you mean small_dense_1?), got "small_dens_1"',
    ],
    [
      "a layer of the other side",
      [HINT, { ...HINT, teacher: "middle" }],
      'features[1].teacher must be the name of a layer (such as large_dense_1), got "middle"',
    ],
    [
      "no weight",
      [{ student: "small_dense_1", teacher: "large_dense_1" }],
      "features[0].weight must be a positive finite number, got undefined",
    ],
    ["weight 0", [{ ...HINT, weight: 0 }], "features[0].weight must be a positive finite number, got 0"],
    ["no function", [{ ...HINT, loss: "hint" }], 'features[0].loss must be a function, got "hint"'],
    ["a word for a projector", [{ ...HINT, projector: "yes" }], 'features[0].projector must be a boolean, got "yes"'],
  ])("%s is refused before any work", async (_, features, text) => {
    const before = tf.memory().numTensors;
    const error = await learn({ features: features as never }).then(
      () => "no error",
      (one: Error) => one.message,
    );
    expect(error).toContain(`distill: ${text}`);
    expect(error).not.toContain("\n");
    expect(tf.memory().numTensors).toBe(before);
  });

  test("a side without layers is refused, and so is a loss of another shape", async () => {
    const [student, teacher] = [net([6], 7, "small"), net([9], 8, "large")];
    const before = tf.memory().numTensors;
    const options = { ...OPTIONS, features: [HINT] };
    const logits = (x: tf.Tensor) => tf.reshape(tf.slice(tf.reshape(x, [-1, 4]), 0, [x.shape[0]!, 2]), [-1, 2]);
    await expect(distill(student, logits, dataset, options)).rejects.toThrow(
      "distill: teacher must be a LayersModel to learn from its layers (features), got a function",
    );
    await expect(
      distill(student, teacher, dataset, { ...options, features: [{ ...HINT, loss: (x) => x as tf.Tensor1D }] }),
    ).rejects.toThrow(
      "distill: the result of features[0].loss must have shape [8] (as examples of the batch), got [8, 6]",
    );
    expect(tf.memory().numTensors).toBe(before);
    student.dispose();
    teacher.dispose();
  });
});
