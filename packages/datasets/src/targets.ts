import type { ScaleTransform } from "./transform.ts";

/** One class per example. */
export interface ClassTargets {
  readonly kind: "classes";
  /** One class number per stored example, −1 where it is not known. */
  readonly labels: Int32Array;
  /** The names of the classes, by number. */
  readonly classNames: readonly string[];
  /** The weight of each class in a hard term. Default: 1 for all. */
  readonly classWeights?: Float32Array;
}

/** Any number of classes per example. */
export interface SeveralClassTargets {
  readonly kind: "several-classes";
  /** `[examples, classes]`: 1 where an example is of the class, 0 where it is not, −1 where that is not known. */
  readonly labels: Int8Array;
  readonly classNames: readonly string[];
  /** As for {@link ClassTargets}. */
  readonly classWeights?: Float32Array;
}

/** A class at each position of an example: of each pixel, frame or word. */
export interface PositionTargets {
  readonly kind: "positions";
  /** The class numbers, example by example; `ignored` where a position has none. */
  readonly labels: Uint8Array | Int32Array;
  /** The positions of one example, such as `[height, width]`; empty, `[]`, if there are `offsets`. */
  readonly shape: readonly number[];
  /** For sequences, as in a {@link Column}: usually the array of the input's column. */
  readonly offsets?: Int32Array;
  readonly classNames: readonly string[];
  /** The number that means "no class here": below 0, or past the last class. A batch has −1 instead. */
  readonly ignored: number;
  /** As for {@link ClassTargets}. */
  readonly classWeights?: Float32Array;
}

/** Numbers per example: regression. */
export interface NumberTargets {
  readonly kind: "numbers";
  /** `[examples, outputs]`. */
  readonly values: Float32Array;
  /** The names of the outputs. */
  readonly names: readonly string[];
  /** `[examples, outputs]`: 0 where a value is not known, else 1. Default: all are known. */
  readonly known?: Uint8Array;
  /**
   * How the numbers that a model learns are made from the stored ones, one number for each output or one for all.
   * Default: they are the stored ones.
   */
  readonly scale?: ScaleTransform;
  /**
   * Whether a model says how sure it is: it gives the logarithm of a variance for each output after the numbers themselves. Default: false. See
   * {@link withVariances}.
   */
  readonly variances?: boolean;
}

/** No targets: only the inputs of the examples are known. */
export interface NoTargets {
  readonly kind: "none";
}

/** The targets of the examples. */
export type Targets = ClassTargets | SeveralClassTargets | PositionTargets | NumberTargets | NoTargets;
