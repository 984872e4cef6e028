import { assertOptions, formatValue } from "@dark-knowledge/core";
import type { FlipAugmentation } from "./augmentation.ts";
import { fail } from "./internal/fail.ts";

/** Options of {@link flip}. */
export interface FlipOptions {
  /** Whether left and right are exchanged, for half of the examples. Default: false. */
  readonly horizontal?: boolean;
  /** Whether top and bottom are exchanged, for half of the examples. Default: false. */
  readonly vertical?: boolean;
}

/**
 * Mirrors each image with a probability of one half. A class at each pixel is mirrored with it.
 *
 * @throws ArgumentError when neither direction is set
 *
 * @example
 * ```ts
 * import { batches, createDataset, flip } from "@dark-knowledge/datasets";
 *
 * const image = { values: Uint8Array.of(1, 2), shape: [1, 2] };
 * const dataset = createDataset({ columns: { image } });
 * const seen = new Set<string>();
 * for (let epoch = 0; epoch < 20; epoch++) {
 *   const options = { batchSize: 1, seed: 1, epoch, augment: [flip({ horizontal: true })] };
 *   for (const { inputs } of batches(dataset, options)) seen.add(String(inputs.image.values));
 * }
 * [...seen].sort(); // => ["1,2", "2,1"]
 * ```
 */
export function flip(options: FlipOptions): FlipAugmentation {
  assertOptions<FlipOptions>("flip", options, { horizontal: true, vertical: true });
  const { horizontal = false, vertical = false } = options;
  if (horizontal !== true && vertical !== true) {
    fail(
      "flip",
      "state",
      "options",
      "must set horizontal or vertical",
      `${formatValue(horizontal)} and ${formatValue(vertical)}`,
    );
  }
  return { kind: "flip", horizontal, vertical };
}
