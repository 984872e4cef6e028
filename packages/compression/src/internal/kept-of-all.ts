import { largestKept } from "./largest-kept.ts";

/** Where the importance of weights is compared: within each layer, or over the whole model. */
export type PruningScope = "layer" | "global";

/**
 * Marks what is left of each kernel when a share of all weights is removed.
 *
 * @param kernels the importance of each weight, kernel by kernel
 */
export function keptOfAll(kernels: readonly Float32Array[], sparsity: number, scope: PruningScope): Uint8Array[] {
  if (scope === "layer") return kernels.map((values) => largestKept(values, Math.round(sparsity * values.length)));
  const all = new Float32Array(kernels.reduce((count, { length }) => count + length, 0));
  let offset = 0;
  const places = kernels.map((values) => {
    const from = offset;
    all.set(values, from);
    offset += values.length;
    return from;
  });
  const kept = largestKept(all, Math.round(sparsity * all.length));
  return kernels.map(({ length }, index) => kept.subarray(places[index]!, places[index]! + length));
}
