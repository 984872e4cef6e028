import * as tf from "@tensorflow/tfjs-core";

/** The kinds of recurrent layers: `"simple"` is an Elman network. */
export type RecurrentCell = "simple" | "gru" | "lstm";

/** Activations inside recurrent layers, as tfjs-layers names them. */
export type RecurrentActivation = "linear" | "relu" | "tanh" | "sigmoid" | "hardSigmoid";

/** Their numbers in the kernels; `assembly/recurrent.ts` has the same. */
export const ACTIVATION_NUMBERS: Readonly<Record<RecurrentActivation, number>> = {
  linear: 0,
  relu: 1,
  tanh: 2,
  sigmoid: 3,
  hardSigmoid: 4,
};

/** The same as operations of tfjs. */
export const ACTIVATION_OPERATIONS: Readonly<Record<RecurrentActivation, (x: tf.Tensor2D) => tf.Tensor2D>> = {
  linear: (x) => x,
  relu: tf.relu,
  tanh: tf.tanh,
  sigmoid: tf.sigmoid,
  hardSigmoid: (x) => tf.clipByValue(tf.add(tf.mul(x, 0.2), 0.5), 0, 1),
};

/** The activations of a recurrent layer. */
export interface StepAttributes {
  readonly activation: RecurrentActivation;
  readonly gateActivation: RecurrentActivation;
}
