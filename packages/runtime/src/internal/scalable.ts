/** A kernel whose last axis are its outputs, and their biases. */
export interface Scalable {
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
  /** Multiplies the outputs and adds to them. */
  scale(factors: Float32Array, shifts: Float32Array): void;
  /** The number that no sum exceeds whose terms are numbers up to `largest` times weights, and no activation of one. */
  bound(largest: number): number;
}

/** Copies of a kernel and a bias that may be changed. */
export function scalable(kernel: Float32Array, bias: Float32Array): Scalable {
  const own = { kernel: kernel.slice(), bias: bias.slice() };
  const outputs = bias.length;
  return {
    ...own,
    scale(factors, shifts) {
      for (let at = 0; at < own.kernel.length; at++) own.kernel[at]! *= factors[at % outputs]!;
      for (let at = 0; at < outputs; at++) own.bias[at] = own.bias[at]! * factors[at]! + shifts[at]!;
    },
    bound(largest) {
      const sums = Float64Array.from(own.bias, Math.abs);
      for (let at = 0; at < own.kernel.length; at++) sums[at % outputs]! += Math.abs(own.kernel[at]!) * largest;
      return sums.reduce((most, sum) => Math.max(most, sum), 1);
    },
  };
}
