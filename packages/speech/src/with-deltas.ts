import type { Matrix } from "@dark-knowledge/core";
import type { DeltaOptions } from "./delta-options.ts";
import { assertFeatures } from "./internal/assert-features.ts";
import { readDeltaOptions } from "./internal/read-delta-options.ts";
import { slopesOf } from "./internal/slopes-of.ts";

/**
 * Appends to each frame the slopes of its features, and the slopes of the slopes. The slope at frame t is that of the regression line
 * through its neighbours, `Σ_n n (x[t + n] − x[t − n]) / (2 Σ_n n²)` for n from 1 to the span. Before the first frame and after the last
 * they count as repeated.
 *
 * @returns a new matrix, frames × (1 + order) · features
 * @throws ArgumentError when an option is not in its range or a number is not finite
 * @see Furui (1986); Young et al., The HTK Book, section 5.9
 * @see {@link createDeltaStream} for frames that arrive one after the other
 *
 * @example
 * ```ts
 * import { createMatrix } from "@dark-knowledge/core";
 * import { withDeltas } from "@dark-knowledge/speech";
 *
 * // Rows of feature and slope.
 * withDeltas(createMatrix(3, 1, Float32Array.of(0, 1, 4)), { order: 1, span: 1 }).data; // => [0, 0.5, 1, 2, 4, 1.5]
 * ```
 */
export function withDeltas(features: Matrix, options: DeltaOptions = {}): Matrix<Float32Array> {
  assertFeatures("withDeltas", "features", features);
  const { order, span } = readDeltaOptions("withDeltas", options);
  const { rows, columns } = features;
  const width = columns * (1 + order);
  const data = new Float32Array(rows * width);
  let values = Float64Array.from(features.data);
  for (let block = 0; block <= order; block++) {
    if (block > 0) values = slopesOf(values, rows, columns, span);
    for (let row = 0; row < rows; row++) {
      data.set(values.subarray(row * columns, (row + 1) * columns), row * width + block * columns);
    }
  }
  return { rows, columns: width, data };
}
