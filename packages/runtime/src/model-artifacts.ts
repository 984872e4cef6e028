/** One stored weight, as in the `weightsManifest` of a `model.json`. */
export interface WeightSpec {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  /** How it is stored in fewer bits: its type, and for integers `value = code·scale + min`. */
  readonly quantization?: { readonly dtype: string; readonly scale?: number; readonly min?: number };
}

/**
 * A model as TensorFlow.js passes it around (`tf.io.ModelArtifacts`): its layers as JSON, and its weights one after the other. Also the form that
 * {@link readArtifacts} gives for files and {@link artifactsOf} for a model in memory.
 */
export interface ModelArtifacts {
  readonly modelTopology?: object;
  readonly weightSpecs?: readonly WeightSpec[];
  readonly weightData?: ArrayBuffer | readonly ArrayBuffer[];
}

/** The values of a weight as float32, whatever type they are stored in. */
export interface Weight {
  readonly shape: readonly number[];
  /** The type that the model computes with. */
  readonly dtype: string;
  readonly values: Float32Array;
}
