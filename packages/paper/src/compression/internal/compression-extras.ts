import type { RunRecord } from "@dark-knowledge/report";
import type { WeightsPicture } from "./weights-picture.ts";

/** The `extras` of a record of compressed nets. */
export interface CompressionExtras {
  readonly sensitivity: readonly NetSensitivity[];
  /** Of the first seed: each net as it is and in its chosen form. */
  readonly pictures: readonly NetPictures[];
}

/** The validation errors with a share of one layer's weights left. */
export interface NetSensitivity {
  readonly net: string;
  /** The shares that are left, from the largest on. */
  readonly left: readonly number[];
  /** For each seed the errors by share. */
  readonly layers: readonly { readonly shape: string; readonly errors: readonly (readonly number[])[] }[];
}

/** A net's weights before and after. */
export interface NetPictures {
  readonly net: string;
  readonly seed: number;
  /** The chosen form. */
  readonly recipe: string;
  readonly before: WeightsPicture;
  readonly after: WeightsPicture;
}

/** Returns the extras of a record; none where there are none. */
export function compressionExtras({ extras }: Pick<RunRecord, "extras">): CompressionExtras {
  return { sensitivity: [], pictures: [], ...(extras as Partial<CompressionExtras> | undefined) };
}
