/**
 * How stored numbers become those that a model sees: plain data, safe in JSON, with a `kind` and a `version`. A dataset's columns
 * name them, and a saved student takes them along, so that it is fed in the same way everywhere.
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

/** How a number counts that is there several times: so often, once, or so often with the whole vector scaled to length 1. */
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
