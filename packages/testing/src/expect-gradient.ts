import * as tf from "@tensorflow/tfjs-core";
import { expect } from "vitest";
import type { Tolerance } from "./to-be-all-close.ts";

/** Rows of numbers, as an oracle takes them. */
export type Rows = number[][];

/** Options of {@link expectGradient}. */
export interface GradientCheckOptions extends Tolerance {
  /**
   * The same function in float64 and written another way: takes the arguments as rows, returns one value per row.
   * Differences are taken of it, so that they are exact to about ten digits.
   */
  readonly oracle: (...args: Rows[]) => readonly number[];
}

const STEP = 1e-5;

/**
 * Checks the gradient of a per-example function with respect to each of its arguments against central differences.
 *
 * The outputs are weighted by unequal numbers before they are summed, so that a gradient that ignores the incoming
 * one, or mixes rows, is found.
 */
export function expectGradient(
  call: (...args: tf.Tensor2D[]) => tf.Tensor,
  args: readonly Rows[],
  { oracle, rtol = 1e-4, atol = 1e-6 }: GradientCheckOptions,
): void {
  const rowWeights = args[0]!.map((_, row) => 1 + row / 2);
  const weighted = (...rows: Rows[]) => {
    const values = oracle(...rows);
    expect(values).toHaveLength(rowWeights.length);
    return values.reduce((sum, value, row) => sum + value * rowWeights[row]!, 0);
  };

  const gradients = tf.tidy(() => {
    const tensors = args.map((rows) => tf.tensor2d(rows));
    const objective = (...inputs: tf.Tensor[]) =>
      tf.sum(tf.mul(call(...(inputs as tf.Tensor2D[])), tf.tensor1d(rowWeights))) as tf.Scalar;
    return tf
      .grads(objective)(tensors)
      .map((gradient) => gradient.arraySync() as Rows);
  });

  gradients.forEach((gradient, position) => {
    const differences = args[position]!.map((cells, row) =>
      cells.map((_, column) => {
        const moved = (by: number) =>
          args.map((rows, index) =>
            index === position
              ? rows.map((line, i) => line.map((cell, j) => (i === row && j === column ? cell + by : cell)))
              : rows,
          );
        return (weighted(...moved(STEP)) - weighted(...moved(-STEP))) / (2 * STEP);
      }),
    );
    expect(gradient, `gradient of argument ${position}`).toBeAllClose(differences, { rtol, atol });
  });
}
