import { assertInteger, assertOptions, type Matrix } from "@dark-knowledge/core";
import { assertFeatures } from "./internal/assert-features.ts";

/** Options of {@link withDeltas}. */
export interface DeltaOptions {
  /** How often the slope is taken: 1 for deltas, 2 for accelerations too. Default: 2. */
  readonly order?: number;
  /** The number of frames on each side. Default: 2. */
  readonly span?: number;
}

/**
 * Appends to each frame the slopes of its features, and the slopes of the slopes. The slope at frame t is that of the regression line
 * through its neighbours, `Σ_n n (x[t + n] − x[t − n]) / (2 Σ_n n²)` for n from 1 to the span. Before the first frame and after the last
 * they count as repeated.
 *
 * @returns a new matrix, frames × (1 + order) · features
 * @throws ArgumentError when an option is not in its range or a number is not finite
 * @see Furui (1986); Young et al., The HTK Book, section 5.9
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
  assertOptions<DeltaOptions>("withDeltas", options, { order: true, span: true });
  const { order = 2, span = 2 } = options;
  assertInteger("withDeltas", "order", order, { min: 0, max: 10 });
  assertInteger("withDeltas", "span", span, { min: 1, max: 1000 });
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

function slopesOf(values: Float64Array, rows: number, columns: number, span: number): Float64Array<ArrayBuffer> {
  const slopes = new Float64Array(values.length);
  // 2 Σ n² for n from 1 to the span.
  const scale = (span * (span + 1) * (2 * span + 1)) / 3;
  for (let row = 0; row < rows; row++) {
    for (let distance = 1; distance <= span; distance++) {
      const after = Math.min(row + distance, rows - 1) * columns;
      const before = Math.max(row - distance, 0) * columns;
      for (let column = 0; column < columns; column++) {
        slopes[row * columns + column]! += (distance * (values[after + column]! - values[before + column]!)) / scale;
      }
    }
  }
  return slopes;
}
