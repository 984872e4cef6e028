import type { Transform } from "./transform.ts";

/**
 * How a raw example (a text, a picture, a table row) is converted to stored numbers: plain data, safe in JSON. The
 * other fields depend on its kind.
 */
export interface Source {
  readonly kind: string;
  readonly version: number;
}

/**
 * A way to convert raw examples to stored numbers. All functions know those of this package; pass others to
 * {@link columnOf} and {@link prepareInputs} in `kinds`.
 */
export interface SourceKind<Kind extends Source = Source, Raw = unknown> {
  readonly kind: Kind["kind"];
  /** The version that is written, and the highest that is read. */
  readonly version: number;
  readonly type: "uint8" | "int32" | "float32";
  /** Whether the integers represent texts: `encode` then returns the texts. */
  readonly hasNames?: boolean;
  /** Whether examples are sequences; `shape` is then that of a position. */
  readonly isSequence: boolean;
  /** The shape of one example or position. */
  shape(source: Kind): readonly number[];
  /** The transforms that a column needs besides its source for a model to see sensible numbers. Default: none. */
  transforms?(source: Kind): readonly Transform[];
  /**
   * Returns the numbers, or texts, of one example: the same for the same arguments, in Node and in browsers. Throws an
   * error that says what it needs.
   */
  encode(raw: Raw, source: Kind): ArrayLike<number> | readonly string[];
}
