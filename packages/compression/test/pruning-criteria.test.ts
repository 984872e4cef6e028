import { createRandom } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import { type LayersModel, layers, sequential } from "@tensorflow/tfjs-layers";
import { describe, expect, test } from "vitest";
import { pruneWeights } from "../src/index.ts";
import { importanceOf, type PruningCriterion } from "../src/internal/importance-of.ts";
import { kernelsOf } from "../src/internal/kernels-of.ts";
import { readValues } from "../src/internal/read-values.ts";

/** Dense layers without bias, all but the last with tanh. */
function net(...kernels: number[][][]): LayersModel {
  return sequential({
    layers: kernels.map((kernel, index) =>
      layers.dense({
        ...{ name: `dense_${index}`, units: kernel[0]!.length, useBias: false, inputShape: [kernel.length] },
        ...{ activation: index < kernels.length - 1 ? "tanh" : "linear", weights: [tf.tensor2d(kernel)] },
      }),
    ),
  });
}

const random = createRandom(11);
const matrix = (rows: number, columns: number) =>
  Array.from({ length: rows }, () => Array.from({ length: columns }, () => random.normal()));

/** The logarithms of the probabilities of an example, in float64. */
function logProbsOf(kernels: readonly number[][][], x: readonly number[]): number[] {
  const logits = kernels.reduce<readonly number[]>((inputs, kernel, index) => {
    const outputs = kernel[0]!.map((_, unit) =>
      inputs.reduce((sum, input, row) => sum + input * kernel[row]![unit]!, 0),
    );
    return index < kernels.length - 1 ? outputs.map(Math.tanh) : outputs;
  }, x);
  const normaliser = Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit), 0));
  return logits.map((logit) => logit - normaliser);
}

/** `w² E (∂ log p / ∂w)²` by central differences. */
function fisherOracle(kernels: readonly number[][][], examples: readonly number[][], labels?: Int32Array): number[][] {
  const step = 1e-5;
  const scores = (at: number, row: number, unit: number, x: readonly number[]) => {
    const [up, down] = [step, -step].map((change) => {
      const changed = kernels.map((kernel) => kernel.map((values) => [...values]));
      changed[at]![row]![unit]! += change;
      return logProbsOf(changed, x);
    });
    return up!.map((value, k) => (value - down![k]!) / (2 * step));
  };
  return kernels.map((kernel, at) =>
    kernel.flatMap((values, row) =>
      values.map((weight, unit) => {
        const squares = examples.map((x, place) => {
          const own = scores(at, row, unit, x).map((score) => score ** 2);
          if (labels !== undefined) return own[labels[place]!]!;
          return logProbsOf(kernels, x).reduce((sum, logProb, k) => sum + Math.exp(logProb) * own[k]!, 0);
        });
        return weight ** 2 * (squares.reduce((sum, square) => sum + square, 0) / examples.length);
      }),
    ),
  );
}

async function importance(model: LayersModel, criterion: PruningCriterion) {
  const kernels = kernelsOf("test", model);
  const values = await readValues(
    "test",
    kernels.map(({ variable }) => variable),
  );
  return (await importanceOf("test", model, kernels, values, criterion)).map((own) => [...own]);
}

describe('criterion: { kind: "fisher" }', () => {
  test("by hand: w² x² p (1 − p) of a softmax of two classes, and w² x² (δ − p)² with labels", async () => {
    // Logits 0 and 0: both classes have 1/2.
    const model = net([
      [2, 2],
      [-1, -1],
    ]);
    const examples = tf.tensor2d([[1, 2]]);
    expect(await importance(model, { kind: "fisher", examples })).toEqual([[1, 1, 1, 1]]);
    const labels = Int32Array.of(1);
    expect(await importance(model, { kind: "fisher", examples, labels })).toEqual([[1, 1, 1, 1]]);
    // The answer does not depend on an input that is 0: its weights go first, though they are the largest.
    const pruned = await pruneWeights(
      net([
        [1, -1],
        [9, -9],
      ]),
      {
        ...{ sparsity: 0.5, criterion: { kind: "fisher", examples: tf.tensor2d([[1, 0]]) } },
      },
    );
    expect([...(await pruned.getWeights()[0]!.data())]).toEqual([1, -1, 0, 0]);
  });

  test.each([["own answers"], ["labels"]])("as central differences of a deeper net give it, with %s", async (kind) => {
    const kernels = [matrix(3, 4), matrix(4, 3)];
    const examples = matrix(5, 3);
    const labels = kind === "labels" ? Int32Array.of(0, 2, 1, 1, 0) : undefined;
    const model = net(...kernels);
    const given = tf.tensor2d(examples);
    const before = tf.memory().numTensors;
    const found = await importance(model, { kind: "fisher", examples: given, ...(labels ? { labels } : {}) });
    expect(tf.memory().numTensors).toBe(before);
    const expected = fisherOracle(kernels, examples, labels);
    for (const [at, own] of found.entries()) {
      const scale = Math.max(...expected[at]!);
      for (const [place, value] of own.entries()) {
        expect(Math.abs(value - expected[at]![place]!)).toBeLessThan(1e-5 * scale);
      }
    }
  });
});

describe('criterion: { kind: "movement" }', () => {
  test("keeps what moved away from 0, whatever its size", async () => {
    const before = net([[3], [0.5], [-1], [-0.25]]);
    const after = net([[2], [-1], [-1.5], [-0.125]]);
    expect(await importance(after, { kind: "movement", before })).toEqual([[-5, 0.75, 1.25, -0.046875]]);
    const pruned = await pruneWeights(after, { sparsity: 0.5, criterion: { kind: "movement", before } });
    expect([...(await pruned.getWeights()[0]!.data())]).toEqual([0, -1, -1.5, 0]);
    const two = await pruneWeights(after, { pattern: "2:4", criterion: { kind: "movement", before } });
    expect([...(await two.getWeights()[0]!.data())]).toEqual([0, -1, -1.5, 0]);
  });

  test("is twice the rate times the sum of −g w over steps of SGD, to first order", () => {
    const rate = 1e-3;
    const [w0, target] = [matrix(1, 6)[0]!, matrix(1, 6)[0]!];
    const w = [...w0];
    const scores = w.map(() => 0);
    const squares = w.map(() => 0);
    for (let step = 0; step < 400; step++) {
      w.forEach((value, at) => {
        const gradient = value - target[at]!;
        scores[at]! -= gradient * value;
        squares[at]! += gradient ** 2;
        w[at] = value - rate * gradient;
      });
    }
    w.forEach((value, at) => {
      const movement = value ** 2 - w0[at]! ** 2;
      // What is left is of second order: it falls with the rate, for the same way.
      expect(movement - 2 * rate * scores[at]!).toBeCloseTo(rate ** 2 * squares[at]!, 12);
      expect(rate ** 2 * squares[at]!).toBeLessThan(rate * (w0[at]! - target[at]!) ** 2);
    });
  });
});

test("a criterion that does not fit the model is refused in one line", async () => {
  const model = net([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  const examples = tf.ones([2, 2]);
  const messageOf = (criterion: unknown) =>
    pruneWeights(model, { sparsity: 0.5, criterion: criterion as PruningCriterion }).then(
      () => "none",
      ({ message }: Error) => message,
    );
  expect(await messageOf({ kind: "size" })).toBe(
    'pruneWeights: criterion.kind must be one of "fisher", "movement", got "size"',
  );
  expect(await messageOf({ kind: "fisher", examples: tf.ones([2, 3]) })).toBe(
    "pruneWeights: criterion.examples must have shape [any, 2], got [2, 3]",
  );
  expect(await messageOf({ kind: "fisher", examples, labels: Int32Array.of(0) })).toBe(
    "pruneWeights: criterion.labels must have 2 labels, one for each example, got 1",
  );
  expect(await messageOf({ kind: "fisher", examples, labels: Int32Array.of(0, 3) })).toBe(
    "pruneWeights: criterion.labels must be from 0 to 2, got 3",
  );
  expect(await messageOf({ kind: "movement", before: net([[1], [2]]) })).toBe(
    "pruneWeights: criterion.before must have a kernel of shape [2, 3] in layer dense_0, got [2, 1]",
  );
  const softmax = sequential({ layers: [layers.dense({ units: 2, inputShape: [2], activation: "softmax" })] });
  await expect(pruneWeights(softmax, { sparsity: 0.5, criterion: { kind: "fisher", examples } })).rejects.toThrow(
    "pruneWeights: model must have one input, and one output of logits of classes for fisher, got a softmax",
  );
});
