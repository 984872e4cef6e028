import { createDataset } from "@dark-knowledge/datasets";
import { evaluate, trainClassifier } from "@dark-knowledge/training";
import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { createMixtureOfExperts } from "../../src/specialists/mixture-of-experts.ts";

const options = { inputs: 2, hidden: 3, classCount: 2, experts: 2, seed: 1 };

test("createMixtureOfExperts answers with the experts' probabilities, weighed by the gate", async () => {
  const { logits, variables, dispose } = createMixtureOfExperts(options);
  const x = [0.3, 0.8];
  const result = logits(tf.tensor2d([x]), { training: false, seed: 0 });
  const [first, firstBias, ...rest] = await Promise.all(
    variables.map((variable) => variable.array() as Promise<number[][]>),
  );
  const gate = rest.at(-2)!;
  const softmax = (values: number[]) => {
    const exps = values.map(Math.exp);
    return exps.map((value) => value / exps.reduce((sum, one) => sum + one, 0));
  };
  const times = (matrix: number[][], vector: number[]) =>
    matrix[0]!.map((_, column) => vector.reduce((sum, value, row) => sum + value * matrix[row]![column]!, 0));
  expect(firstBias).toEqual([0, 0, 0, 0, 0, 0]);
  const hidden = times(first!, x).map((value) => Math.max(0, value));
  const weights = softmax(times(gate, x));
  const answers = [0, 1].map((k) => softmax(times(rest[2 * k]!, hidden.slice(3 * k, 3 * k + 3))));
  const actual = Array.from(await result.data(), Math.exp);
  [0, 1].forEach((label) => {
    expect(actual[label]).toBeCloseTo(weights[0]! * answers[0]![label]! + weights[1]! * answers[1]![label]!, 5);
  });
  result.dispose();
  dispose();
});

test("createMixtureOfExperts learns what one linear net cannot, and leaves nothing behind", async () => {
  const before = tf.memory().numTensors;
  const dataset = createDataset({
    features: Float32Array.of(0, 0, 0, 1, 1, 0, 1, 1),
    labels: Int32Array.of(0, 1, 1, 0),
    exampleShape: [2],
    classNames: ["equal", "different"],
  });
  const mixture = createMixtureOfExperts({ ...options, hidden: 8 });
  await trainClassifier(mixture.logits, dataset, { epochs: 300, seed: 1, variables: mixture.variables });
  expect((await evaluate(mixture.logits, dataset)).errors).toBe(0);
  mixture.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test("createMixtureOfExperts refuses a single expert", () => {
  expect(() => createMixtureOfExperts({ ...options, experts: 1 })).toThrow(
    "createMixtureOfExperts: experts must be an integer, at least 2, got 1",
  );
});
