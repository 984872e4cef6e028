import { assertInteger, assertObject, createMatrix, type Matrix } from "@dark-knowledge/core";
import type { ClassSimilarity } from "./class-similarity.ts";
import type { ConfusionState } from "./confusion-state.ts";
import { assertConfusionState } from "./internal/assert-confusion-state.ts";
import { createCellTable } from "./internal/cell-table.ts";
import { assertClassNumbers, assertLength, assertProbRows, countRows } from "./internal/check-rows.ts";
import { checkTopK } from "./internal/check-top-k.ts";
import { sparseSimilarity } from "./internal/sparse-similarity.ts";
import type { TopKProbs } from "./top-k-probs.ts";

/** Accumulates a confusion matrix, predictions by label, in one pass and float64, from any number of processes. */
export interface ConfusionAccumulator {
  readonly classCount: number;
  /** Adds full rows: one label per row, −1 where there is none, and probabilities `[rows, classCount]`, row-major. */
  add(labels: ArrayLike<number>, probs: Float32Array): void;
  /** Adds rows of which only the largest probabilities are known. */
  addTopK(labels: ArrayLike<number>, topK: TopKProbs): void;
  /** Adds rows of which only the predicted class is known. */
  addPredicted(labels: ArrayLike<number>, predicted: ArrayLike<number>): void;
  /** Adds the state of another accumulator with as many classes. */
  merge(other: ConfusionState): void;
  /** The number of rows with a label that were added. */
  rows(): number;
  /** Returns the confusion matrix: row = label, column = predicted. */
  confusion(): Matrix<Float64Array>;
  /**
   * Returns the mean of the matrix and its transpose by column, for {@link clusterClasses}, from the rows added so far.
   */
  similarity(): ClassSimilarity;
  /** Returns a copy of the state. */
  state(): ConfusionState;
}

/**
 * Creates an accumulator of a confusion matrix: the probabilities that a model gives to each class, summed by label.
 * Rows without a label (−1) are ignored.
 *
 * Only non-zero cells are kept, in 16 to 32 bytes each: about 50 million different pairs of label and class fit in 1.5
 * GB, while the full matrix would take 1.8 GB at 15,000 classes.
 *
 * @throws ArgumentError when `classCount` is not an integer from 1 to 65,535. Its methods throw, before anything is
 * added, when a row does not sum to 1 (top-k rows: sums to more than 1), holds NaN, has a class out of range or twice,
 * when a label is out of range, or when a length is wrong
 * @see Hinton, Vinyals and Dean (2015), sections 5.3 and 7
 *
 * @example
 * ```ts
 * import { createConfusionAccumulator } from "@dark-knowledge/specialists";
 *
 * const accumulator = createConfusionAccumulator({ classCount: 2 });
 * accumulator.add([0, 1], Float32Array.of(0.75, 0.25, 0.5, 0.5));
 * accumulator.addPredicted([1, 1, 0], [1, 0, 0]);
 * accumulator.confusion().data; // => [1.75, 0.25, 1.5, 1.5]
 * ```
 */
export function createConfusionAccumulator(options: { readonly classCount: number }): ConfusionAccumulator {
  assertObject("createConfusionAccumulator", "options", options);
  const { classCount } = options;
  assertInteger("createConfusionAccumulator", "classCount", classCount, { min: 1, max: 65_535 });
  const cells = createCellTable();
  let rows = 0;

  function checkLabels(functionName: string, labels: ArrayLike<number>, count: number): void {
    assertLength(functionName, "labels", labels, count, "one for each row");
    assertClassNumbers(functionName, "labels", labels, classCount, -1);
  }

  function add(labels: ArrayLike<number>, probs: Float32Array): void {
    const name = "ConfusionAccumulator.add";
    checkLabels(name, labels, countRows(name, "probs", probs, classCount, "the classes"));
    assertProbRows(name, "probs", probs, classCount);
    addRows(labels, classCount, (at) => at % classCount, probs);
  }

  function addTopK(labels: ArrayLike<number>, topK: TopKProbs): void {
    const name = "ConfusionAccumulator.addTopK";
    checkLabels(name, labels, checkTopK(name, topK, classCount));
    addRows(labels, topK.k, (at) => topK.indices[at]!, topK.probs);
  }

  function addPredicted(labels: ArrayLike<number>, predicted: ArrayLike<number>): void {
    const name = "ConfusionAccumulator.addPredicted";
    assertClassNumbers(name, "predicted", predicted, classCount);
    checkLabels(name, labels, predicted.length);
    addRows(labels, 1, (at) => predicted[at]!);
  }

  function addRows(labels: ArrayLike<number>, width: number, classAt: (at: number) => number, probs?: Float32Array) {
    for (let row = 0; row < labels.length; row++) {
      const label = labels[row]!;
      if (label === -1) continue;
      rows++;
      for (let at = row * width; at < (row + 1) * width; at++)
        cells.add(label * classCount + classAt(at), probs?.[at] ?? 1);
    }
  }

  function merge(other: ConfusionState): void {
    assertConfusionState("ConfusionAccumulator.merge", "other", other, classCount);
    for (let cell = 0; cell < other.masses.length; cell++) {
      cells.add(other.labels[cell]! * classCount + other.predicted[cell]!, other.masses[cell]!);
    }
    rows += other.rows;
  }

  function state(): ConfusionState {
    const keys = cells.keys();
    return {
      classCount,
      rows,
      labels: Int32Array.from(keys, (key) => Math.floor(key / classCount)),
      predicted: Int32Array.from(keys, (key) => key % classCount),
      masses: Float64Array.from(keys, cells.get),
    };
  }

  return {
    classCount,
    add,
    addTopK,
    addPredicted,
    merge,
    state,
    rows: () => rows,
    confusion() {
      const data = new Float64Array(classCount * classCount);
      for (const key of cells.keys()) data[key] = cells.get(key);
      return createMatrix(classCount, classCount, data);
    },
    similarity: () => sparseSimilarity(state()),
  };
}
