/**
 * How stored numbers are converted to those that a model sees: plain data, safe in JSON, with a `kind` and a `version`.
 * A dataset's columns have them, and a saved student keeps them, so that its inputs are the same everywhere.
 */
export type Transform = ScaleTransform | VocabularyTransform | CountsTransform | EncodeTransform;

/** `(x − subtract) · (1 / divide)`, see {@link scale}. */
export interface ScaleTransform {
  readonly kind: "scale";
  readonly version: 1;
  readonly subtract: number | readonly number[];
  readonly divide: number | readonly number[];
}

/** The texts that a model knows, see {@link vocabulary}. */
export interface VocabularyTransform {
  readonly kind: "vocabulary";
  readonly version: 1;
  /** The first is number 2. */
  readonly values: readonly string[];
}

/**
 * How a number counts that occurs several times: as often as it occurs, once, or as often with the whole vector scaled
 * to length 1.
 */
export type CountsWeighting = "count" | "presence" | "unit";

/** See {@link counts}. */
export interface CountsTransform {
  readonly kind: "counts";
  readonly version: 1;
  readonly size: number;
  readonly weighting: CountsWeighting;
}

/** The encoding of one field of a row; see {@link encodeTable}. */
export type FeatureEncoding =
  | {
      readonly name: string;
      readonly type: "number";
      readonly subtract: number;
      readonly divide: number;
      /** Whether a second number says that the field is missing. */
      readonly marksMissing: boolean;
    }
  | { readonly name: string; readonly type: "category"; readonly values: readonly string[] };

/** See {@link encodeTable}. */
export interface EncodeTransform {
  readonly kind: "encode";
  readonly version: 1;
  readonly features: readonly FeatureEncoding[];
}
