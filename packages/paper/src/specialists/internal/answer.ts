import { createMatrix, type Matrix, matrixRow, softmax } from "@dark-knowledge/core";
import type { Dataset } from "@dark-knowledge/datasets";
import { type Classifier, predictLogits } from "@dark-knowledge/training";

/** Computes a net's probabilities for a dataset, `[examples, classes]`. */
export async function answer(net: Classifier, dataset: Dataset, signal: AbortSignal): Promise<Matrix<Float32Array>> {
  return probsOf(await predictLogits(net, dataset, { signal }));
}

/** Computes the probabilities of logits, `[examples, classes]`. */
export function probsOf(logits: Matrix<Float32Array>): Matrix<Float32Array> {
  const { rows, columns } = logits;
  const probs = new Float32Array(rows * columns);
  for (let row = 0; row < rows; row++) probs.set(softmax(matrixRow(logits, row)), row * columns);
  return createMatrix(rows, columns, probs);
}
