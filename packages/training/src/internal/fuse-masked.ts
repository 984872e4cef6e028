import { fusedRecurrent, type RecurrentOptions, type RecurrentWeights } from "@dark-knowledge/backend";
import * as tf from "@tensorflow/tfjs-core";

/** Backends on which a small tensor is read without waiting for a device. */
const READ_AT_ONCE: readonly string[] = ["cpu", "wasm", "tensorflow"];

/**
 * A recurrent layer over sequences of which only the beginnings count, as tfjs-layers computes it with a mask: after its last
 * position a sequence keeps its state.
 *
 * The fused operation also steps over the padding, which changes no state before it.
 *
 * @param mask `[batch, steps]`, true where a position counts
 * @returns undefined for a mask with gaps, and where nobody can see whether it has some
 */
export function fuseMasked(
  x: tf.Tensor3D,
  weights: RecurrentWeights,
  { returnSequences = false, ...options }: RecurrentOptions,
  mask: tf.Tensor,
): tf.Tensor | undefined {
  if (options.goBackwards === true || mask.rank !== 2 || !READ_AT_ONCE.includes(tf.getBackend())) return undefined;
  const counted = lengthsOf(mask as tf.Tensor2D);
  if (counted === undefined) return undefined;
  const [batch, steps] = mask.shape as [number, number];
  if (counted.every((length) => length === steps)) return fusedRecurrent(x, weights, { ...options, returnSequences });
  return tf.tidy(() => {
    const states = fusedRecurrent(x, weights, { ...options, returnSequences: true }) as tf.Tensor3D;
    // A sequence of nothing keeps the state before the first step, which is 0.
    const isLast = new Float32Array(batch * steps);
    counted.forEach((length, row) => {
      if (length > 0) isLast[row * steps + length - 1] = 1;
    });
    const last = tf.matMul(tf.tensor3d(isLast, [batch, 1, steps]), states);
    if (!returnSequences) return tf.squeeze(last, [1]);
    const counts = tf.expandDims(tf.cast(mask, "float32"), 2);
    return tf.add(tf.mul(states, counts), tf.mul(last, tf.sub(1, counts)));
  });
}

/** The number of positions of each sequence; undefined where one has a gap. */
function lengthsOf(mask: tf.Tensor2D): readonly number[] | undefined {
  const values = mask.dataSync();
  const [batch, steps] = mask.shape;
  const lengths: number[] = [];
  for (let row = 0; row < batch; row++) {
    const own = values.subarray(row * steps, (row + 1) * steps);
    const end = own.indexOf(0);
    if (end >= 0 && own.subarray(end).some((value) => value !== 0)) return undefined;
    lengths.push(end < 0 ? steps : end);
  }
  return lengths;
}
