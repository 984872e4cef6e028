import { batches, type ClassTargets, type Dataset, labelsOf, selectRows } from "@dark-knowledge/datasets";
import { hardCrossEntropy, labelSmoothedCrossEntropy, softTargetCrossEntropy } from "@dark-knowledge/losses";
import * as tf from "@tensorflow/tfjs-core";
import { type LayersModel, layers, sequential } from "@tensorflow/tfjs-layers";
import { describe, expect, test } from "vitest";
import { createMlp, type DistillOptions, distill, type HardLoss, sgd, trainClassifier } from "../src/index.ts";
import { twoClasses } from "./fixtures/two-classes.ts";

const T = 3;
const makeModel = () => createMlp({ exampleShape: [2, 2, 1], hiddenUnits: [], classCount: 2, seed: 7 });
const oracle = (features: tf.Tensor) => tf.mul(tf.sum(tf.reshape(features, [-1, 2, 2]), 2), 2);

/** The same examples, all but the first `count` without a label. */
function labelFirst(dataset: Dataset, count: number): Dataset {
  const targets = dataset.targets as ClassTargets;
  const labels = targets.labels.map((label, row) => (row < count ? label : -1));
  return { ...dataset, targets: { ...targets, labels } };
}

async function trained(train: (model: LayersModel) => Promise<unknown>, make = makeModel) {
  const model = make();
  const history = await train(model);
  const weights = await Promise.all(model.getWeights().map((weight) => weight.data()));
  model.dispose();
  return { history, weights: weights.map((values) => Float32Array.from(values)) };
}

describe("rows without a label", () => {
  const all = twoClasses(200, 1);
  const labelled = selectRows(
    all,
    Array.from({ length: 20 }, (_, row) => row),
  );
  const few = labelFirst(all, 20);

  test("make no difference to trainClassifier, bit for bit", async () => {
    const options = { epochs: 3, seed: 1, batchSize: 8, dropRemainder: true };
    const alone = await trained((model) => trainClassifier(model, labelled, options));
    expect(await trained((model) => trainClassifier(model, few, options))).toEqual(alone);
  });

  test.each([
    ["the paper's hard term", {}],
    ["a hard term of one's own", { hardLoss: ((z, labels) => hardCrossEntropy(z, labels)) as HardLoss }],
  ])("do not shorten the step of %s", async (_, own) => {
    // One step of plain gradient descent over all examples: the weights move by the mean of the gradients.
    const step = (dataset: Dataset, hard: number, soft: number) =>
      trained((model) =>
        distill(model, oracle, dataset, {
          ...{ temperature: T, hardWeight: hard, softWeight: soft, epochs: 1, seed: 1, batchSize: 200 },
          ...{ optimizer: sgd({ learningRate: 0.5 }), ...own },
        }),
      );
    const before = await trained(async () => {});
    const move = (after: Float32Array[]) =>
      after.map((values, index) => values.map((value, at) => value - before.weights[index]![at]!));
    const alone = await step(labelled, 1, 0);
    const hardly = await step(few, 1, 0);
    const softly = await step(few, 0, 1);
    const both = await step(few, 1, 1);
    move(hardly.weights).forEach((values, index) => {
      expect(values).toBeAllClose(move(alone.weights)[index]!, { rtol: 1e-4, atol: 1e-6 });
      const sum = values.map((value, at) => value + move(softly.weights)[index]![at]!);
      expect(move(both.weights)[index]).toBeAllClose(sum, { rtol: 1e-4, atol: 1e-6 });
    });
    // What is reported is over the same examples.
    const terms = (one: typeof alone) => (one.history as Awaited<ReturnType<typeof distill>>).epochs[0]!.terms;
    expect(terms(hardly).hard).toBeCloseTo(terms(alone).hard!, 6);
    expect(terms(both).total).toBeCloseTo(terms(both).hard! + terms(both).soft!, 5);
  });

  test("a batch of them alone has a soft term only", async () => {
    const options = { temperature: T, epochs: 1, seed: 1, batchSize: 1 };
    const history = await trained((model) => distill(model, oracle, labelFirst(twoClasses(4, 1), 1), options));
    expect(history.weights.every((values) => values.every(Number.isFinite))).toBe(true);
    const hard = { ...options, softWeight: 0, hardWeight: 1, optimizer: sgd({ learningRate: 0.1 }) };
    const one = await trained((model) => distill(model, oracle, labelFirst(twoClasses(4, 1), 1), hard));
    const alone = await trained((model) =>
      distill(model, oracle, selectRows(twoClasses(4, 1), [0]), { ...hard, optimizer: sgd({ learningRate: 0.1 }) }),
    );
    one.weights.forEach((values, index) => {
      expect(values).toBeAllClose(alone.weights[index]!, { rtol: 1e-6 });
    });
  });
});

describe("a hard term of one's own", () => {
  const dataset = twoClasses(40, 1);
  const classWeights = [3, 0.5];
  const probOf = (z: tf.Tensor2D, labels: tf.Tensor1D) => tf.exp<tf.Tensor1D>(tf.neg(hardCrossEntropy(z, labels)));
  const losses: Record<string, HardLoss> = {
    "class weights": (z, labels) => tf.mul(hardCrossEntropy(z, labels), tf.gather(tf.tensor1d(classWeights), labels)),
    smoothing: (z, labels) => labelSmoothedCrossEntropy(z, labels, { smoothing: 0.1 }),
    focal: (z, labels) => tf.mul(tf.square(tf.sub(1, probOf(z, labels))), hardCrossEntropy(z, labels)),
  };

  test.each(Object.keys(losses))(
    "%s: one step is that of the weighted sum, computed without the loop",
    async (name) => {
      const hardLoss = losses[name]!;
      const [softWeight, hardWeight, rate] = [0.7, 0.3, 0.5];
      const partly = labelFirst(dataset, 30);
      const { weights, history } = await trained((model) =>
        distill(model, oracle, partly, {
          ...{ temperature: T, softWeight, hardWeight, hardLoss, epochs: 1, seed: 1, batchSize: 40 },
          optimizer: sgd({ learningRate: rate }),
        }),
      );
      const model = makeModel();
      const [batch] = batches(dataset, { batchSize: 40, order: "stored" });
      const features = tf.tensor(batch!.inputs.features!.values, [40, 2, 2, 1]);
      const labels = tf.tensor1d(labelsOf(dataset).slice(0, 30), "int32");
      const variables = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
      const { value, grads } = tf.variableGrads(() => {
        const z = model.apply(features) as tf.Tensor2D;
        const soft = tf.mean(softTargetCrossEntropy(z, oracle(features) as tf.Tensor2D, { temperature: T }));
        const hard = tf.mean(hardLoss(tf.slice(z, [0, 0], [30, 2]), labels));
        return tf.add(tf.mul(soft, softWeight), tf.mul(hard, hardWeight)) as tf.Scalar;
      }, variables);
      for (const [index, variable] of variables.entries()) {
        const expected = tf.sub(variable, tf.mul(grads[variable.name]!, rate));
        expect(weights[index]).toBeAllClose((await expected.data()) as Float32Array, { rtol: 1e-4, atol: 1e-6 });
      }
      const { terms } = (history as Awaited<ReturnType<typeof distill>>).epochs[0]!;
      expect(terms.total).toBeCloseTo((await value.data())[0]!, 5);
      expect(Object.keys(terms)).toEqual(["total", "soft", "kl", "hard"]);
      model.dispose();
    },
  );

  test("is refused before the teacher is asked when it gives no value for each example", async () => {
    const options: DistillOptions = { temperature: T, epochs: 1, seed: 1, batchSize: 8 };
    let asked = 0;
    const teacher = (features: tf.Tensor) => {
      asked++;
      return oracle(features);
    };
    const model = makeModel();
    const rejects = (own: Partial<DistillOptions>, text: string, size = 40) =>
      expect(distill(model, teacher, twoClasses(size, 1), { ...options, ...own })).rejects.toThrow(text);
    await rejects(
      { hardLoss: (z, labels) => tf.mean(hardCrossEntropy(z, labels)) as never },
      "distill: the result of hardLoss must have shape [8] (as examples of the batch), got []",
    );
    await rejects(
      { softLoss: (z, v) => tf.squaredDifference(z, v) as never },
      "distill: the result of softLoss must have shape [8] (as examples of the batch), got [8, 2]",
    );
    const pairs: DistillOptions["softLoss"] = (z, v) => {
      if (z.shape[0] < 2) throw new Error("needs two examples");
      return tf.sum<tf.Tensor1D>(tf.squaredDifference(z, v), 1);
    };
    await rejects(
      { softLoss: pairs },
      "distill: batchSize must leave no last batch of 1 with softLoss (needs two examples); dropRemainder: true leaves it out, got 8 for 41 examples",
      41,
    );
    expect(asked).toBe(0);
    await distill(model, teacher, twoClasses(41, 1), { ...options, softLoss: pairs, dropRemainder: true });
    await expect(
      trainClassifier(model, dataset, { epochs: 1, seed: 1, loss: () => tf.scalar(1) as never }),
    ).rejects.toThrow("trainClassifier: the result of loss must have shape [40] (as examples of the batch), got []");
    model.dispose();
  });
});

describe("dropRemainder", () => {
  const normalised = () =>
    sequential({
      layers: [
        layers.flatten({ inputShape: [2, 2, 1] }),
        layers.batchNormalization(),
        layers.dense({ units: 2, kernelInitializer: "ones" }),
      ],
    });

  async function run(make: () => LayersModel, size: number, options: object) {
    const [lines, sizes]: [string[], number[]] = [[], []];
    const callbacks = { onBatchEnd: (_: number, { size }: { size?: number }) => void sizes.push(size!) };
    const onWarning = (line: string) => void lines.push(line);
    const all = { epochs: 2, seed: 1, batchSize: 16, callbacks, onWarning, ...options };
    const { history } = await trained((model) => trainClassifier(model, twoClasses(size, 1), all), make);
    return { lines, sizes, steps: (history as { steps: number }).steps };
  }

  test("leaves out a last batch that is smaller, and the warning that there is without it", async () => {
    expect(await run(normalised, 33, {})).toEqual({
      lines: [
        "trainClassifier: the last batch of each epoch has 1 example, too few for batch normalisation; dropRemainder: true leaves it out",
      ],
      sizes: [16, 16, 1, 16, 16, 1],
      steps: 6,
    });
    expect(await run(normalised, 33, { dropRemainder: true })).toEqual({
      lines: [],
      sizes: [16, 16, 16, 16],
      steps: 4,
    });
  });

  test("warns of nothing where the batch is large enough, the only one, or not normalised", async () => {
    expect((await run(normalised, 34, {})).lines).toEqual([]);
    expect((await run(normalised, 1, {})).lines).toEqual([]);
    expect((await run(makeModel, 33, {})).lines).toEqual([]);
  });

  test("needs one full batch", async () => {
    await expect(run(makeModel, 15, { dropRemainder: true })).rejects.toThrow(
      "trainClassifier: batchSize must be an integer, at most 15, got 16",
    );
  });
});
