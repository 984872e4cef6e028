import { ArgumentError, formatShape } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import { initializers } from "@tensorflow/tfjs-layers";

/** A linear map of the last axis, the same at every place. */
export interface Projector {
  /** The kernel `[from, to]` and the bias `[to]`. */
  readonly variables: readonly tf.Variable[];
  readonly project: (features: tf.Tensor) => tf.Tensor;
}

/** The sizes of one example, null where it is not known. */
type Shape = readonly (number | null)[];

/**
 * Makes the map from a student's features to the size of a teacher's. The kernel is drawn from a normal distribution of
 * variance 1 / inputs; the bias is 0.
 *
 * @throws ArgumentError unless all sizes but the last agree
 */
export function projectorBetween(
  functionName: string,
  argument: string,
  [from, to]: readonly [Shape, Shape],
  seed: number,
): Projector {
  const [inputs, units] = [from.at(-1), to.at(-1)];
  const isAlike = from.length === to.length && from.slice(0, -1).every((size, axis) => size === to[axis]);
  if (!isAlike || !inputs || !units) {
    const shown = (shape: Shape) => formatShape(shape.map((size) => size ?? Number.NaN)).replaceAll("NaN", "?");
    throw new ArgumentError({
      ...{ functionName, argument, expected: `must name layers whose outputs differ in the last size alone` },
      ...{ received: `${shown(from)} and ${shown(to)}`, code: "shape" },
    });
  }
  const initializer = initializers.randomNormal({ stddev: 1 / Math.sqrt(inputs), seed: seed || 1 });
  const kernel = tf.tidy(() => tf.variable(initializer.apply([inputs, units]) as tf.Tensor2D));
  const bias = tf.tidy(() => tf.variable(tf.zeros<tf.Rank.R1>([units])));
  return {
    variables: [kernel, bias],
    project(features) {
      const rows = tf.reshape(features, [-1, inputs]) as tf.Tensor2D;
      const projected = tf.add(tf.matMul(rows, kernel as tf.Tensor as tf.Tensor2D), bias);
      return tf.reshape(projected, [...features.shape.slice(0, -1), units]);
    },
  };
}
