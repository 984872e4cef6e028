import { expandDims, sub, type Tensor2D, type Tensor3D } from "@tensorflow/tfjs-core";

/** `x_i − x_j` for all i and j: `[batch, batch, features]`. */
export function pairDifferences(features: Tensor2D): Tensor3D {
  return sub(expandDims(features, 1), expandDims(features, 0));
}
