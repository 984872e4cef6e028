import { createMatrix, type Matrix } from "@dark-knowledge/core";
import { type Dataset, labelsOf } from "@dark-knowledge/datasets";
import type { CorrectedRecord } from "@dark-knowledge/report";
import { bestClassShift, matchClassShares } from "@dark-knowledge/training";
import { figuresOf } from "./figures-of.ts";

/** Changes the biases of `classes` in both ways. */
export function correctClasses({
  classes,
  shares,
  trainingLogits,
  testLogits,
  test,
}: {
  readonly classes: readonly number[];
  /** The teacher's mean probability of each class. */
  readonly shares: readonly number[];
  readonly trainingLogits: Matrix;
  readonly testLogits: Matrix;
  readonly test: Dataset;
}): CorrectedRecord {
  const { biases } = matchClassShares(trainingLogits, { classes, shares: classes.map((label) => shares[label]!) });
  const { shift } = bestClassShift(testLogits, labelsOf(test), classes);
  const shifts = biases.map((_, label) => (classes.includes(label) ? shift : 0));
  return {
    byShares: { ...figuresOf(withBiases(testLogits, biases), test), biases: classes.map((label) => biases[label]!) },
    byTestErrors: { ...figuresOf(withBiases(testLogits, shifts), test), shift },
  };
}

function withBiases({ rows, columns, data }: Matrix, biases: Float64Array): Matrix {
  return createMatrix(
    rows,
    columns,
    Float64Array.from(data, (logit, index) => logit + biases[index % columns]!),
  );
}
