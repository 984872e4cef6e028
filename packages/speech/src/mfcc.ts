import { assertInteger, assertOptions, type Matrix } from "@dark-knowledge/core";
import { assertFeatures } from "./internal/assert-features.ts";

/** Options of {@link mfcc}. */
export interface MfccOptions {
  /** The number of coefficients to keep, from the zeroth. Default: 13. */
  readonly coefficients?: number;
}

/**
 * Computes mel-frequency cepstral coefficients: the first values of the orthonormal discrete cosine transform (DCT-II) of each frame,
 * `c_k = s_k Σ_j x_j cos(πk(j + ½) / n)` with `s_0 = √(1/n)` and `s_k = √(2/n)`.
 *
 * Frames do not depend on each other, so it also takes what a stream returns.
 *
 * @param logMels what {@link logMel} returns, frames × filters
 * @returns a new matrix, frames × coefficients
 * @throws ArgumentError when a number is not finite, or there are fewer filters than coefficients
 * @see Davis and Mermelstein (1980)
 *
 * @example
 * ```ts
 * import { createMatrix } from "@dark-knowledge/core";
 * import { mfcc } from "@dark-knowledge/speech";
 *
 * // (1 + 3) / √2 and (1 − 3) cos(π/4).
 * mfcc(createMatrix(1, 2, Float32Array.of(1, 3)), { coefficients: 2 }).data; // ≈ [2.8284, -1.4142]
 * ```
 */
export function mfcc(logMels: Matrix, options: MfccOptions = {}): Matrix<Float32Array> {
  assertFeatures("mfcc", "logMels", logMels);
  assertOptions<MfccOptions>("mfcc", options, { coefficients: true });
  const { rows, columns, data } = logMels;
  const { coefficients = 13 } = options;
  assertInteger("mfcc", "coefficients", coefficients, { min: 1, max: columns });
  const cosines = cosinesOf(coefficients, columns);
  const cepstra = new Float32Array(rows * coefficients);
  for (let row = 0; row < rows; row++) {
    for (let order = 0; order < coefficients; order++) {
      let sum = 0;
      for (let index = 0; index < columns; index++)
        sum += cosines[order * columns + index]! * data[row * columns + index]!;
      cepstra[row * coefficients + order] = sum;
    }
  }
  return { rows, columns: coefficients, data: cepstra };
}

function cosinesOf(coefficients: number, columns: number): Float64Array {
  return Float64Array.from({ length: coefficients * columns }, (_, place) => {
    const order = Math.floor(place / columns);
    const scale = Math.sqrt((order === 0 ? 1 : 2) / columns);
    return scale * Math.cos((Math.PI * order * ((place % columns) + 0.5)) / columns);
  });
}
