/** A class for each example. */
export interface ClassTargets {
  readonly kind: "classes";
  /** One class number for each stored example, −1 where it is not known. */
  readonly labels: Int32Array;
  /** The names of the classes, by number. */
  readonly classNames: readonly string[];
  /** How much each class counts in a hard term. Default: 1 for all. */
  readonly classWeights?: Float32Array;
}

/** Any number of classes for each example. */
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
  /** The class numbers, example after example; `ignored` where a position has none. */
  readonly labels: Uint8Array | Int32Array;
  /** The positions of one example, `[height, width]` say; none, `[]`, where there are `offsets`. */
  readonly shape: readonly number[];
  /** For sequences, as of a {@link Column}: mostly the very array of the input's column. */
  readonly offsets?: Int32Array;
  readonly classNames: readonly string[];
  /** The number that stands for "no class here": below 0, or past the last class. A batch has −1 in its place. */
  readonly ignored: number;
  /** As for {@link ClassTargets}. */
  readonly classWeights?: Float32Array;
}

/** Numbers for each example: regression. */
export interface NumberTargets {
  readonly kind: "numbers";
  /** `[examples, outputs]`. */
  readonly values: Float32Array;
  /** The names of the outputs. */
  readonly names: readonly string[];
  /** `[examples, outputs]`: 0 where a value is not known, else 1. Default: all are known. */
  readonly known?: Uint8Array;
}

/** Nothing is known of the examples but their inputs. */
export interface NoTargets {
  readonly kind: "none";
}

/** The targets of the examples. */
export type Targets = ClassTargets | SeveralClassTargets | PositionTargets | NumberTargets | NoTargets;
