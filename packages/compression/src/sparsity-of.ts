import type { LayersModel } from "@tensorflow/tfjs-layers";
import { kernelsOf } from "./internal/kernels-of.ts";
import { readValues } from "./internal/read-values.ts";

/** The zeros of a model's kernels and embeddings. */
export interface Sparsity {
  readonly weights: number;
  readonly zeros: number;
  /** `zeros / weights`. */
  readonly sparsity: number;
  /** The same of each kernel, with the name of its layer. */
  readonly layers: readonly { readonly layer: string; readonly weights: number; readonly zeros: number }[];
}

/**
 * Counts the zeros of the kernels and embeddings of a model; biases do not count.
 *
 * @throws ArgumentError when the model is no LayersModel, has no kernels, or a weight is not finite
 * @see {@link keepZeros} for an example
 */
export async function sparsityOf(model: LayersModel): Promise<Sparsity> {
  const kernels = kernelsOf("sparsityOf", model);
  const values = await readValues(
    "sparsityOf",
    kernels.map(({ variable }) => variable),
  );
  const layers = kernels.map(({ layer }, index) => {
    const zeros = values[index]!.reduce((count, value) => count + (value === 0 ? 1 : 0), 0);
    return { layer, weights: values[index]!.length, zeros };
  });
  const [weights, zeros] = (["weights", "zeros"] as const).map((name) =>
    layers.reduce((sum, layer) => sum + layer[name], 0),
  ) as [number, number];
  return { weights, zeros, sparsity: zeros / weights, layers };
}
