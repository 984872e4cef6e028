import type { ValueForm } from "./value-coding.ts";

/** How one weight of a packed model is written. */
export interface PackedWeight {
  /** Its layer, and its place among the weights of the layer. */
  readonly key: string;
  readonly shape: readonly number[];
  readonly form: ValueForm;
  /** The bits of a code. */
  readonly width: number;
  readonly offset: number;
  /** The numbers of the table. */
  readonly table: number;
  /** How many weights are not 0, and the bits of the gaps between them; left out where zeros are written like others. */
  readonly sparse?: { readonly count: number; readonly width: number };
}

/** The JSON that precedes the bytes of the weights. */
export interface PackedHeader {
  readonly topology: object;
  readonly weights: readonly PackedWeight[];
}

/** The first bytes: a name, and the version of the format. */
export const MAGIC: Uint8Array = Uint8Array.of(0x44, 0x4b, 0x50, 0x4b, 1);
/** Where the header begins, behind its length and the checksum, of four bytes each. */
export const HEADER_START: number = MAGIC.length + 8;
