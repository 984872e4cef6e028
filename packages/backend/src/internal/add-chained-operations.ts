import * as tf from "@tensorflow/tfjs-core";

type Chained = Readonly<Record<string, (this: tf.Tensor, ...rest: never[]) => tf.Tensor>>;

/**
 * The operations that tfjs-layers calls as methods of tensors, in its orthogonal initializer: without them no default `lstm`, `gru`,
 * `simpleRNN` or `bidirectional` can be built ("rMat.flatten is not a function"). Only the package `@tensorflow/tfjs` adds them, all of them.
 */
const OPERATIONS: Chained = {
  flatten() {
    return tf.reshape(this, [this.size]);
  },
  reshape(shape: number[]) {
    return tf.reshape(this, shape);
  },
  transpose(permutation?: number[]) {
    return tf.transpose(this, permutation);
  },
  sign() {
    return tf.sign(this);
  },
  stridedSlice(...args: [begin: number[], end: number[], strides?: number[]]) {
    return tf.stridedSlice(this, ...args);
  },
};

/** Adds the methods that tfjs-layers needs to tensors, except those that are already there. */
export function addChainedOperations(): void {
  const prototype = tf.Tensor.prototype as unknown as Record<string, unknown>;
  for (const [name, operation] of Object.entries(OPERATIONS)) prototype[name] ??= operation;
}
