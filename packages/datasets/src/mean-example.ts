import { ArgumentError } from "@dark-knowledge/core";
import type { Dataset } from "./create-dataset.ts";

/**
 * The mean of each feature over a dataset's view, scaled as `batches` scales features: `μ_i = Σ_n x_ni / N`, from 0 to 1.
 *
 * @returns a new array, one value per feature
 * @throws ArgumentError when the view has no example
 *
 * @example
 * ```ts
 * import { createDataset, meanExample } from "@dark-knowledge/datasets";
 *
 * const dataset = createDataset({
 *   features: Uint8Array.of(0, 255, 0, 51),
 *   labels: Int32Array.of(0, 1),
 *   exampleShape: [2],
 *   classNames: ["left", "right"],
 * });
 * Array.from(meanExample(dataset), (value) => value.toFixed(1)); // => ["0.0", "0.6"]
 * ```
 */
export function meanExample({ features, exampleShape, rows }: Dataset): Float32Array {
  if (rows.length === 0) {
    throw new ArgumentError({
      functionName: "meanExample",
      argument: "dataset",
      expected: "must have an example",
      received: "none",
      code: "range",
    });
  }
  const size = exampleShape.reduce((product, length) => product * length, 1);
  // Sums of bytes are exact.
  const sums = new Float64Array(size);
  for (const row of rows) {
    const start = row * size;
    for (let index = 0; index < size; index++) sums[index]! += features[start + index]!;
  }
  return Float32Array.from(sums, (sum) => sum / (255 * rows.length));
}
