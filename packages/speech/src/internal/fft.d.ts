// fft.js has no types of its own.
declare module "fft.js" {
  class FFT {
    /** @param size a power of two, at least 2 */
    constructor(size: number);
    /** Real and imaginary parts of `size` complex numbers, in turns, all 0. */
    createComplexArray(): number[];
    /** Writes the first half of the transform, up to and with the highest frequency. */
    realTransform(out: number[], input: ArrayLike<number>): void;
  }
  export = FFT;
}
