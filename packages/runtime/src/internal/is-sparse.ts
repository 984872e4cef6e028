/**
 * Up to this share of weights other than 0, lists of them are as fast for one example as all weights are, and several times as fast for many; a library, with more bits, is so up to a smaller
 * share. Measured in decision 24.
 */
const MOST_SHARE: { readonly own: number; readonly library: number } = { own: 1 / 8, library: 1 / 16 };

/** Places in lists have two bytes. */
const MOST_PLACES = 2 ** 16;

/**
 * Whether a dense layer is computed from lists of its weights other than 0: where these are few. A weight that is infinite or not a number needs all inputs, also those of 0.
 *
 * @param other who computes the layer otherwise
 */
export function isSparse(kernel: Float32Array, outputs: number, other: keyof typeof MOST_SHARE): boolean {
  const inner = kernel.length / outputs;
  if (inner >= MOST_PLACES || outputs >= MOST_PLACES || !kernel.every(Number.isFinite)) return false;
  let count = 0;
  for (const value of kernel) if (value !== 0) count++;
  return count <= MOST_SHARE[other] * kernel.length;
}
