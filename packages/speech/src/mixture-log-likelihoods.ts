import type { Matrix } from "@dark-knowledge/core";
import type { AcousticModel } from "./acoustic-model.ts";
import { assertAcousticModel } from "./internal/assert-acoustic-model.ts";
import { assertFeatures } from "./internal/assert-features.ts";
import { componentScorer } from "./internal/component-log-likelihoods.ts";
import { fail } from "./internal/fail.ts";

/**
 * Computes the logarithm of each state's density at each frame, `ln Σ_k w_k N(x; μ_k, σ_k²)`: the scores that alignment and decoding
 * take.
 *
 * @returns a new matrix, frames × states
 * @throws ArgumentError when the features are not as wide as the model, or a number is not finite
 *
 * @example
 * ```ts
 * import { createMatrix } from "@dark-knowledge/core";
 * import { flatStart, mixtureLogLikelihoods } from "@dark-knowledge/speech";
 *
 * // Mean 0 and variance 1: at the mean, −½ ln 2π.
 * const model = flatStart([createMatrix(2, 1, Float32Array.of(-1, 1))], { states: 2 });
 * mixtureLogLikelihoods(model, createMatrix(1, 1, Float32Array.of(0))).data; // ≈ [-0.9189, -0.9189]
 * ```
 */
export function mixtureLogLikelihoods(model: AcousticModel, features: Matrix): Matrix<Float64Array> {
  assertAcousticModel("mixtureLogLikelihoods", model);
  assertFeatures("mixtureLogLikelihoods", "features", features);
  if (features.columns !== model.dimensions) {
    const expected = `must be ${model.dimensions} (dimensions of the model)`;
    fail("mixtureLogLikelihoods", "shape", "features.columns", expected, String(features.columns));
  }
  const scorer = componentScorer(model);
  const scores = new Float64Array(model.components);
  const data = new Float64Array(features.rows * model.states);
  for (let row = 0; row < features.rows; row++) {
    for (let state = 0; state < model.states; state++) {
      data[row * model.states + state] = scorer.score(features.data, row * features.columns, state, scores);
    }
  }
  return { rows: features.rows, columns: model.states, data };
}
