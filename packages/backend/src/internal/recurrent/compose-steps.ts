import * as tf from "@tensorflow/tfjs-core";
import { ACTIVATION_OPERATIONS, type RecurrentCell, type StepAttributes } from "./activations.ts";

type Matrix = tf.Tensor2D;

/**
 * Computes the same as `recurrentSteps` by tfjs's operations, for backends without its kernels. The arguments are the
 * same.
 */
export function composeSteps(
  cell: RecurrentCell,
  sums: readonly tf.Tensor3D[],
  weights: readonly Matrix[],
  { activation, gateActivation }: StepAttributes,
): tf.Tensor3D {
  const [own, gate] = [ACTIVATION_OPERATIONS[activation], ACTIVATION_OPERATIONS[gateActivation]];
  const units = weights[0]!.shape[0];
  const zeros = tf.zeros<tf.Rank.R2>([sums[0]!.shape[1], units]);
  const steps = sums.map(unstack);
  const states: Matrix[] = [];
  let h: Matrix = zeros;
  let cells: Matrix = zeros;
  for (let step = 0; step < sums[0]!.shape[0]; step++) {
    const z: Matrix = tf.add(steps[0]![step]!, tf.matMul(h, weights[0]!));
    if (cell === "simple") {
      h = own(z);
    } else if (cell === "lstm") {
      const [input, forget, candidate, output] = tf.split(z, 4, 1) as [Matrix, Matrix, Matrix, Matrix];
      cells = tf.add(tf.mul(gate(forget), cells), tf.mul(gate(input), own(candidate)));
      h = tf.mul(gate(output), own(cells));
    } else {
      const [update, reset] = (tf.split(z, 2, 1) as Matrix[]).map(gate) as [Matrix, Matrix];
      const candidate = own(tf.add(steps[1]![step]!, tf.matMul(tf.mul(reset, h), weights[1]!)));
      h = tf.add(tf.mul(update, h), tf.mul(tf.sub(1, update), candidate));
    }
    states.push(h);
  }
  return tf.stack(states) as tf.Tensor3D;
}

/** The gradient of `tf.unstack` fails where there is one matrix. */
function unstack(stack: tf.Tensor3D): Matrix[] {
  return stack.shape[0] === 1 ? [tf.squeeze(stack, [0])] : (tf.unstack(stack) as Matrix[]);
}
