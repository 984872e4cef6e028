import { deserialize, serialize } from "node:v8";
import { createRandom } from "@dark-knowledge/core";
import { describe, expect, it } from "vitest";
import { createConfusionAccumulator } from "../src/index.ts";
import { expectClose, messageOf, randomProbs, topKOf } from "./support.ts";

const labelsFor = (rows: number, classCount: number, seed: number) => {
  const random = createRandom(seed);
  return Int32Array.from({ length: rows }, () => random.integer(classCount + 1) - 1);
};

/** A matrix of plain loops. */
function oracle(labels: Int32Array, probs: Float32Array, classCount: number): Float64Array {
  const matrix = new Float64Array(classCount ** 2);
  labels.forEach((label, row) => {
    for (let i = 0; i < classCount && label >= 0; i++) matrix[label * classCount + i]! += probs[row * classCount + i]!;
  });
  return matrix;
}

describe("createConfusionAccumulator({ classCount })", () => {
  it("sums what is predicted by label, full rows, top-k rows and classes alike, and leaves out rows without one", () => {
    const accumulator = createConfusionAccumulator({ classCount: 3 });
    accumulator.add([0, -1, 2], Float32Array.of(0.5, 0.25, 0.25, 1, 0, 0, 0, 0.5, 0.5));
    accumulator.addTopK([0, 1], { k: 2, indices: Int32Array.of(2, 0, 1, 0), probs: Float32Array.of(0.5, 0.25, 1, 0) });
    accumulator.addPredicted([2, 2, -1], [1, 2, 0]);
    expect(Array.from(accumulator.confusion().data)).toEqual([0.75, 0.25, 0.75, 0, 1, 0, 0, 1.5, 1.5]);
    expect(accumulator.rows()).toBe(6);
  });

  it("agrees with plain loops, also when the table has grown many times", () => {
    const [classCount, rows] = [80, 500];
    const labels = labelsFor(rows, classCount, 1);
    const probs = randomProbs(rows, classCount, 2);
    const accumulator = createConfusionAccumulator({ classCount });
    accumulator.add(labels, probs);
    expectClose(accumulator.confusion().data, oracle(labels, probs, classCount), 1e-12);
    const top = createConfusionAccumulator({ classCount });
    const { topK, dense } = topKOf(probs, classCount, 7);
    top.addTopK(labels, topK);
    expectClose(top.confusion().data, oracle(labels, dense, classCount), 1e-12);
  });

  it("merges to what one pass gives, across a process boundary, and goes on exactly", () => {
    const [classCount, rows] = [9, 60];
    const labels = labelsFor(rows, classCount, 3);
    const probs = randomProbs(rows, classCount, 4);
    const one = createConfusionAccumulator({ classCount });
    one.add(labels, probs);
    const half = (rows / 2) * classCount;
    const [first, second] = [createConfusionAccumulator({ classCount }), createConfusionAccumulator({ classCount })];
    first.add(labels.subarray(0, rows / 2), probs.subarray(0, half));
    second.add(labels.subarray(rows / 2), probs.subarray(half));
    const merged = createConfusionAccumulator({ classCount });
    merged.merge(deserialize(serialize(first.state())));
    expect(merged.state()).toEqual(first.state());
    merged.merge(deserialize(serialize(second.state())));
    expect(merged.rows()).toBe(one.rows());
    expectClose(merged.confusion().data, one.confusion().data, 1e-14);
  });

  it("lists its cells by label and predicted class", () => {
    const accumulator = createConfusionAccumulator({ classCount: 300 });
    accumulator.addPredicted([299, 0, 0, 299, 5], [299, 2, 1, 299, 0]);
    expect(accumulator.state()).toEqual({
      classCount: 300,
      rows: 5,
      labels: Int32Array.of(0, 0, 5, 299),
      predicted: Int32Array.of(1, 2, 0, 299),
      masses: Float64Array.of(1, 1, 1, 2),
    });
  });

  it("gives a similarity that is the mean of the matrix and its transpose", () => {
    const classCount = 11;
    const accumulator = createConfusionAccumulator({ classCount });
    accumulator.add(labelsFor(40, classCount, 5), randomProbs(40, classCount, 6));
    const { data } = accumulator.confusion();
    const similarity = accumulator.similarity();
    const column = new Float64Array(classCount).fill(99);
    for (let i = 0; i < classCount; i++) {
      similarity.readColumn(i, column);
      const expected = Array.from(column, (_, j) => (data[i * classCount + j]! + data[j * classCount + i]!) / 2);
      expectClose(column, expected, 1e-15);
    }
  });

  it("holds the largest number of classes", () => {
    const accumulator = createConfusionAccumulator({ classCount: 65_535 });
    accumulator.addPredicted([65_534, 0], [65_534, 0]);
    expect(Array.from(accumulator.state().labels)).toEqual([0, 65_534]);
    expect(Array.from(accumulator.state().predicted)).toEqual([0, 65_534]);
  });
});

describe("the errors of a confusion accumulator", () => {
  const accumulator = createConfusionAccumulator({ classCount: 2 });
  const state = accumulator.state();
  const topK = { k: 1, indices: Int32Array.of(0), probs: Float32Array.of(1) };

  it.each([
    [
      "classCount",
      () => createConfusionAccumulator({ classCount: 65_536 }),
      "createConfusionAccumulator: classCount must be an integer, at least 1 and at most 65535, got 65536",
    ],
    [
      "too few labels",
      () => accumulator.add([0], new Float32Array(4)),
      "ConfusionAccumulator.add: labels must have length 2 (one for each row), got 1",
    ],
    [
      "a label out of range",
      () => accumulator.add([0, 2], Float32Array.of(1, 0, 0, 1)),
      "ConfusionAccumulator.add: labels[1] must be a class number from 0 to 1, or −1 where there is none, got 2",
    ],
    [
      "half a label",
      () => accumulator.addTopK([0.5], topK),
      "ConfusionAccumulator.addTopK: labels[0] must be a class number from 0 to 1, or −1 where there is none, got 0.5",
    ],
    [
      "rows that do not sum to 1",
      () => accumulator.add([0], Float32Array.of(0.5, 0.4)),
      "ConfusionAccumulator.add: probs, row 0, must sum to 1 within 0.001 (probabilities, not logits), got 0.9",
    ],
    [
      "a prediction out of range",
      () => accumulator.addPredicted([0, 0], [1, -1]),
      "ConfusionAccumulator.addPredicted: predicted[1] must be a class number from 0 to 1, got -1",
    ],
    [
      "another number of classes",
      () => accumulator.merge({ ...state, classCount: 3 }),
      "ConfusionAccumulator.merge: other.classCount must be 2, got 3",
    ],
    [
      "a torn state",
      () => accumulator.merge({ ...state, masses: new Float64Array(1) }),
      "ConfusionAccumulator.merge: other.masses must have length 0 (as other.labels), got 1",
    ],
  ])("say what is wrong with %s, and leave the accumulator as it was", (_, call, message) => {
    expect(messageOf(call)).toBe(message);
    expect(accumulator.state()).toEqual(state);
  });
});
