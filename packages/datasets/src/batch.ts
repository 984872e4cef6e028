/** The part of one column in a batch, as the input of a model. */
export interface Input {
  /**
   * The numbers, example by example; sequences are padded with 0 to the longest. Int32 only for integers without a
   * transform.
   */
  readonly values: Float32Array | Int32Array;
  /** The number of examples, for sequences the number of positions, and the shape of one example or position. */
  readonly shape: readonly number[];
  /** For sequences: the number of positions of each example. */
  readonly lengths?: Int32Array;
  /** For sequences, `[examples, positions]`: 1 at a position, 0 at padding. */
  readonly mask?: Uint8Array;
}

/** The targets of a batch, of the kind of the dataset's. */
export type BatchTargets =
  /** `[examples]`, −1 where the class is not known. */
  | { readonly kind: "classes"; readonly labels: Int32Array }
  /** `[examples, classes]`: 1, 0, and −1 where it is not known. */
  | { readonly kind: "several-classes"; readonly labels: Int32Array; readonly shape: readonly number[] }
  /** `[examples, …positions]`, −1 where there is no class and at padding. */
  | { readonly kind: "positions"; readonly labels: Int32Array; readonly shape: readonly number[] }
  /** `[examples, outputs]`; where `known` is 0 the value is 0. */
  | {
      readonly kind: "numbers";
      readonly values: Float32Array;
      readonly known: Uint8Array;
      readonly shape: readonly number[];
    }
  | { readonly kind: "none" };

/** The partners of a batch's mixed examples; see {@link mixup}. */
export interface Mix {
  /** The ids of the other examples. */
  readonly partners: Int32Array;
  /** Each example's own share of the mixture, from ½ to 1. */
  readonly shares: Float32Array;
  /** The targets of the other examples. */
  readonly targets: BatchTargets;
}

/** Some examples, ready as input of a model. The receiver owns all arrays. */
export interface Batch {
  /** The inputs of the model, by the name of the column. */
  readonly inputs: Readonly<Record<string, Input>>;
  readonly targets: BatchTargets;
  /** Present if examples are mixed. */
  readonly mix?: Mix;
  /** The weight of each example, if the dataset has weights. */
  readonly weights?: Float32Array;
  /** One id per example: its storage row. */
  readonly ids: Int32Array;
  /**
   * The seed with which {@link viewOf} recreates the batch from its ids. One number for the whole epoch; 0 if the
   * examples are as stored.
   */
  readonly augmentationSeed: number;
}
