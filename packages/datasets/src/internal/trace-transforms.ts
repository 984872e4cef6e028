import type { Column } from "../column.ts";
import type { Transform } from "../transform.ts";
import { encodedWidth } from "./encoded-width.ts";

/** A column as a model sees it. */
export interface Traced {
  /** Of one example, or of one position of a sequence. */
  readonly shape: readonly number[];
  readonly isSequence: boolean;
  /** Whether the numbers stand for something. */
  readonly isInteger: boolean;
}

/** Applies a column's transforms, or the first `count` of them, to its description. */
export function traceTransforms(
  { values, shape, offsets, transforms }: Column,
  count: number = transforms.length,
): Traced {
  const stored: Traced = { shape, isSequence: offsets !== undefined, isInteger: values instanceof Int32Array };
  return transforms.slice(0, count).reduce(after, stored);
}

function after(traced: Traced, transform: Transform): Traced {
  switch (transform.kind) {
    case "scale":
      return { ...traced, isInteger: false };
    case "vocabulary":
      return traced;
    case "counts":
      return { shape: [transform.size], isSequence: false, isInteger: false };
    case "encode": {
      const width = transform.features.reduce((sum, feature) => sum + encodedWidth(feature), 0);
      return { shape: [width], isSequence: false, isInteger: false };
    }
  }
}
