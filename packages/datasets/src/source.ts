import type { Transform } from "./transform.ts";

/**
 * How a raw example (a text, a picture, a row of a table) becomes stored numbers: plain data, safe in JSON. The other fields are those
 * of its kind.
 */
export interface Source {
  readonly kind: string;
  readonly version: number;
}

/**
 * A way to make raw examples into stored numbers. Those of this package are known to every function; another one is given to
 * {@link columnOf} and {@link prepareInputs} in `kinds`, where it is needed.
 */
export interface SourceKind<Kind extends Source = Source, Raw = unknown> {
  readonly kind: Kind["kind"];
  /** The version that is written, and the highest that is read. */
  readonly version: number;
  readonly type: "uint8" | "int32" | "float32";
  /** Whether the integers stand for texts: `encode` then gives the texts. */
  readonly hasNames?: boolean;
  /** Whether examples are sequences; `shape` is then that of a position. */
  readonly isSequence: boolean;
  /** The shape of one example or position. */
  shape(source: Kind): readonly number[];
  /** The transforms that a column needs besides its source for a model to see sensible numbers. Default: none. */
  transforms?(source: Kind): readonly Transform[];
  /** The numbers, or texts, of one example. The same for the same arguments, in Node and in browsers. Throws, saying what it needs. */
  encode(raw: Raw, source: Kind): ArrayLike<number> | readonly string[];
}
