import type { Tensor1D } from "@tensorflow/tfjs-core";

/**
 * One number for all rows, or one for each: an array, or a tensor `[batch]`, float32, whose values are not read and which
 * is a constant to every gradient. All are positive and finite.
 */
export type Temperature = number | readonly number[] | Float32Array | Tensor1D;

/** The one option of the functions that soften logits. */
export interface TemperatureOptions {
  /** The temperature T that divides the logits: 1 for the plain softmax, higher for softer; a number, or one for each row. */
  readonly temperature: Temperature;
}
