import * as tf from "@tensorflow/tfjs-core";
import { bench, describe } from "vitest";
import { matrix, STATES } from "./wasm-kernels.ts";

const FLAGS = [
  ["a·b", false, false],
  ["a·bᵀ", false, true],
  ["aᵀ·b", true, false],
] as const;

// Rows, inner size and columns. The second is a layer of 800 units forward (a·b), its gradient with respect to the
// activations (a·bᵀ) or, the third, to the weights (aᵀ·b).
const SIZES = [
  [1024, 1024, 1024],
  [128, 800, 800],
  [800, 128, 800],
] as const;

for (const [rows, inner, columns] of SIZES) {
  for (const [name, transposeA, transposeB] of FLAGS) {
    const a = transposeA ? matrix(inner, rows) : matrix(rows, inner);
    const b = transposeB ? matrix(columns, inner) : matrix(inner, columns);
    // `b` is new every time, as weights are in training: a cached packing would hide what it costs.
    const product = () => {
      tf.tidy(() => {
        tf.matMul(a, tf.add(b, 0), transposeA, transposeB);
      });
    };
    describe(`${name} of [${rows}, ${inner}, ${columns}]`, () => {
      for (const [state, options] of STATES) bench(state, product, options);
    });
  }
}
