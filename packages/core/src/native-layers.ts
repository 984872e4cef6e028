/** A dense layer: `[rows, inputs]·[inputs, outputs]`. */
export interface DenseSizes {
  readonly inputs: number;
  readonly outputs: number;
}

/** Windows over images with their channels last, of a convolution or of pooling, with the names of TensorFlow.js. */
export interface WindowSizes {
  readonly inHeight: number;
  readonly inWidth: number;
  readonly inChannels: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly outChannels: number;
  readonly filterHeight: number;
  readonly filterWidth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly dilationHeight: number;
  readonly dilationWidth: number;
  /** The margin above an image and left of it. */
  readonly padInfo: { readonly top: number; readonly left: number };
}

/** Where the numbers of a layer lie: byte offsets in a memory. Pooling has no bias. */
export interface LayerPlaces {
  readonly memory: ArrayBufferLike;
  readonly x: number;
  readonly bias: number;
  readonly y: number;
}

/** A layer that a native library computes, whose weights it has packed for itself. */
export interface NativeLayer {
  /**
   * Computes `y` for so many rows, or for so many images. Its numbers are right where `x` is finite and no sum is too large for float32.
   *
   * @returns false where the library cannot, or where it is not worth a call: nothing is written then
   */
  run(count: number, at: LayerPlaces): boolean;
  /** Gives the memory of the weights back. */
  dispose(): void;
}

/** A native library that computes layers whose weights do not change any more; a kernel stays as it is, too, while its layer is used. */
export interface NativeLayers {
  /** `y ← relu?(x·kernel + bias)` with a kernel `[inputs, outputs]`, row-major. */
  dense(kernel: Float32Array, sizes: DenseSizes, isRelu: boolean): NativeLayer;
  /** `y ← relu?(x ⊛ kernel + bias)` with a kernel `[height, width, inputs, outputs]`, row-major. */
  convolution(kernel: Float32Array, sizes: WindowSizes, isRelu: boolean): NativeLayer;
  /** `y ← the largest` of each window; the margin does not count. */
  maxPooling(sizes: WindowSizes): NativeLayer;
}
