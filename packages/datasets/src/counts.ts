import { assertInteger, assertOneOf, assertOptions } from "@dark-knowledge/core";
import type { CountsTransform, CountsWeighting } from "./transform.ts";

/** Options of {@link counts}. */
export interface CountsOptions {
  /** The largest number that is counted: the `size` of a hashed text, one more than the texts of a vocabulary. */
  readonly size: number;
  /** Default: `"count"`. */
  readonly weighting?: CountsWeighting;
}

/**
 * Makes a transform of integers to a vector of their counts in an example: element `i` is for the number `i + 1`, since
 * 0 is padding and not counted. Sequences become bags of words; a single category becomes a one-hot row.
 *
 * @throws ArgumentError when an option is not in its range
 *
 * @example
 * ```ts
 * import { batches, createDataset, counts } from "@dark-knowledge/datasets";
 *
 * const values = Int32Array.of(3, 1, 3);
 * const column = { values, shape: [], offsets: Int32Array.of(0, 3), transforms: [counts({ size: 4 })] };
 * const [batch] = batches(createDataset({ columns: { column } }), { batchSize: 1, order: "stored" });
 * batch.inputs.column; // => { values: [1, 0, 2, 0], shape: [1, 4] }
 * ```
 */
export function counts(options: CountsOptions): CountsTransform {
  assertOptions<CountsOptions>("counts", options, { size: true, weighting: true });
  const { size, weighting = "count" } = options;
  assertInteger("counts", "size", size, { min: 1, max: 2 ** 31 - 1 });
  assertOneOf("counts", "weighting", weighting, ["count", "presence", "unit"]);
  return { kind: "counts", version: 1, size, weighting };
}
