/** As much of `onnxruntime-node` and `onnxruntime-web` as is needed. */
export interface OnnxRuntime {
  readonly InferenceSession: { create(model: Uint8Array): Promise<unknown> };
  // Each of the many constructors takes a type, its numbers and the shape.
  readonly Tensor: new (
    type: never,
    data: never,
    dims: readonly number[],
  ) => unknown;
}
