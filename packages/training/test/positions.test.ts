import { createRandom } from "@dark-knowledge/core";
import { createDataset, type Dataset, labelsOf, selectRows, withoutLabels } from "@dark-knowledge/datasets";
import * as tf from "@tensorflow/tfjs-core";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import { describe, expect, it } from "vitest";
import { createMlp, distill, evaluate, fidelity, predictLogits, sgd, trainClassifier } from "../src/index.ts";

const NAMES = ["low", "middle", "high"];
const WIDTH = 2;

/** Sequences of pairs of numbers with a class each; some positions have none. As one long row of examples they are the same task without padding. */
function sequences(lengths: readonly number[], seed: number): { padded: Dataset; flat: Dataset } {
  const random = createRandom(seed);
  const offsets = Int32Array.of(
    0,
    ...lengths.map((_, index) => lengths.slice(0, index + 1).reduce((a, b) => a + b, 0)),
  );
  const total = offsets.at(-1)!;
  const values = Float32Array.from({ length: total * WIDTH }, () => random.normal());
  const labels = Int32Array.from({ length: total }, (_, at) => {
    const sum = values[at * WIDTH]! + values[at * WIDTH + 1]!;
    return random.uniform() < 0.25 ? -7 : sum < -0.5 ? 0 : sum < 0.5 ? 1 : 2;
  });
  const padded = createDataset({
    columns: { frames: { values, shape: [WIDTH], offsets } },
    targets: { kind: "positions", labels, shape: [], offsets, classNames: NAMES, ignored: -7 },
  });
  const flat = createDataset({
    features: values,
    ...{ labels: labels.map((label) => (label === -7 ? -1 : label)), exampleShape: [WIDTH], classNames: NAMES },
  });
  return { padded, flat };
}

/** The same dense layer for each position, or for each example. */
const atPositions = (seed: number, activation?: "softmax") => {
  const kernelInitializer = { className: "RandomNormal", config: { seed, stddev: 1 } } as never;
  const dense = layers.dense({
    units: 3,
    kernelInitializer,
    ...(activation ? { activation } : {}),
    name: `dense${seed}`,
  });
  return sequential({ layers: [layers.timeDistributed({ layer: dense, inputShape: [null as never, WIDTH] })] });
};
const atExamples = (model: tf.Tensor[] | ReturnType<typeof atPositions>) => {
  const copy = createMlp({ exampleShape: [WIDTH], hiddenUnits: [], classCount: 3, seed: 1 });
  copy.setWeights((model as ReturnType<typeof atPositions>).getWeights());
  return copy;
};
const weightsOf = (model: { getWeights(): tf.Tensor[] }) => model.getWeights().flatMap((w) => [...w.dataSync()]);

const { padded, flat } = sequences([3, 1, 6, 2], 1);
const once = { epochs: 1, seed: 1 };
const plain = () => sgd({ learningRate: 0.5 });

describe("a class at each position", () => {
  it("trains as if each position were an example: padding and ignored positions are in no mean", async () => {
    const model = atPositions(1);
    const copy = atExamples(model);
    const history = await trainClassifier(model, padded, { ...once, batchSize: 4, optimizer: plain() });
    const expected = await trainClassifier(copy, flat, { ...once, batchSize: 12, optimizer: plain() });
    expect(history.epochs[0]!.terms.total).toBeCloseTo(expected.epochs[0]!.terms.total!, 5);
    expect(weightsOf(model)).toBeAllClose(weightsOf(copy), { rtol: 1e-5, atol: 1e-6 });
  });

  it.each([
    ["with the paper's loss", {}],
    ["with a hard loss of one's own", { hardLoss: (z: tf.Tensor2D) => tf.square(tf.max<tf.Tensor1D>(z, 1)) }],
  ])("distils as if each position were an example, %s", async (_, own) => {
    const [student, teacher] = [atPositions(1), atPositions(2)];
    const [copy, other] = [atExamples(student), atExamples(teacher)];
    const options = { ...once, temperature: 3, softWeight: 0.6, hardWeight: 0.4, ...own };
    const history = await distill(student, teacher, padded, { ...options, batchSize: 4, optimizer: plain() });
    const expected = await distill(copy, other, flat, { ...options, batchSize: 12, optimizer: plain() });
    const [terms, wanted] = [history, expected].map(({ epochs }) => epochs[0]!.terms);
    expect(Object.keys(terms!)).toEqual(Object.keys(wanted!));
    expect(Object.values(terms!)).toBeAllClose(Object.values(wanted!), { rtol: 1e-5, atol: 1e-6 });
    expect(weightsOf(student)).toBeAllClose(weightsOf(copy), { rtol: 1e-5, atol: 1e-6 });
  });

  it("has a soft term where nothing is labelled, and a teacher that answers each batch", async () => {
    const [student, teacher] = [atPositions(1), atPositions(2)];
    const steps = { epochs: 3, seed: 1, batchSize: 2, temperature: 2, hardWeight: 0 };
    const { epochs } = await distill(student, (x) => teacher.apply(x) as tf.Tensor, withoutLabels(padded), steps);
    expect(epochs[2]!.terms.kl).toBeLessThan(epochs[0]!.terms.kl!);
    expect(epochs[0]!.terms).not.toHaveProperty("hard");
  });

  it("is predicted, evaluated and compared over real positions", async () => {
    const [student, teacher] = [atPositions(1), atPositions(2)];
    const logits = await predictLogits(student, padded, { batchSize: 3 });
    const expected = await predictLogits(atExamples(student), flat);
    expect([logits.rows, logits.columns]).toEqual([12, 3]);
    expect(logits.data).toBeAllClose(expected.data, { rtol: 1e-6 });
    const evaluation = await evaluate(student, padded, { batchSize: 3 });
    expect(evaluation).toEqual(await evaluate(atExamples(student), flat));
    expect(evaluation.size).toBe(labelsOf(flat).filter((label) => label >= 0).length);
    expect(await fidelity(student, teacher, padded)).toEqual(
      await fidelity(atExamples(student), atExamples(teacher), flat),
    );
  });

  it("validates, stops and resumes by what is found at positions", async () => {
    const model = atPositions(1);
    const { epochs } = await trainClassifier(model, padded, {
      ...{ epochs: 3, seed: 1, batchSize: 2, keepBest: "errors" },
      validation: selectRows(padded, [1, 3]),
    });
    expect(epochs[0]!.validation!.size).toBeLessThanOrEqual(3);
    expect(epochs).toHaveLength(3);
  });

  it("takes images whose pixels have classes", async () => {
    const random = createRandom(5);
    const values = Float32Array.from({ length: 4 * 6 }, () => random.normal());
    const pixels = createDataset({
      columns: { image: { values, shape: [2, 3, 1] } },
      targets: {
        ...{ kind: "positions", shape: [2, 3], classNames: ["dark", "light"], ignored: 255 },
        labels: Uint8Array.from(values, (value, index) => (index % 5 === 0 ? 255 : Number(value > 0))),
      },
    });
    const net = sequential({ layers: [layers.conv2d({ filters: 2, kernelSize: 1, inputShape: [2, 3, 1] })] });
    await trainClassifier(net, pixels, { epochs: 60, seed: 1, batchSize: 4, optimizer: sgd({ learningRate: 1 }) });
    expect((await evaluate(net, pixels)).errors).toBe(0);
  });

  it("refuses other shapes, a softmax at each position, and NaN", async () => {
    const train = (model: Parameters<typeof trainClassifier>[0]) => trainClassifier(model, padded, once);
    const one = sequential({ layers: [layers.dense({ units: 3, inputShape: [WIDTH] })] });
    await expect(train(one)).rejects.toThrow(
      "trainClassifier: classifier must take examples of shape [any, 2] (as the dataset), got an input of shape [2]",
    );
    const narrow = sequential({
      layers: [layers.timeDistributed({ layer: layers.dense({ units: 2 }), inputShape: [null as never, WIDTH] })],
    });
    await expect(train(narrow)).rejects.toThrow(
      "trainClassifier: classifier must give logits of shape [any, 3] for each example (positions and classes of the dataset), got an output of shape [any, 2]",
    );
    await expect(train(atPositions(9, "softmax"))).rejects.toThrow("got a softmax at its end (layer dense9)");
    const broken = (x: tf.Tensor) => tf.fill([x.shape[0]!, x.shape[1]!, 3], Number.NaN);
    await expect(evaluate(broken, padded)).rejects.toThrow("got NaN for class 0 of position 0 of example 0");
  });
});
