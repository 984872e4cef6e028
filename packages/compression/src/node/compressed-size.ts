import { brotliCompressSync } from "node:zlib";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { smallestPacked } from "./gzip-model.ts";

/** The size of a model in bytes. */
export interface CompressedSize {
  /** Its weights as float32. */
  readonly float32: number;
  /** The file that `packModel` writes, with the layers as JSON. */
  readonly packed: number;
  /** The same with gzip, in the layout that gets smaller by it. */
  readonly gzip: number;
  /** That layout with brotli. */
  readonly brotli: number;
}

/**
 * Measures what a model costs on disk and on the wire: it really writes the bytes.
 *
 * @throws ArgumentError when the model is no LayersModel, or a weight is not of float32
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { pruneWeights, shareWeights } from "@dark-knowledge/compression";
 * import { compressedSize } from "@dark-knowledge/compression/node";
 * import { createMlp } from "@dark-knowledge/training";
 *
 * const net = createMlp({ exampleShape: [28, 28, 1], hiddenUnits: [300, 100], classCount: 10, seed: 1 });
 * const small = await shareWeights(await pruneWeights(net, { sparsity: 0.9 }), { bits: 4 });
 * const { float32, gzip } = await compressedSize(small);
 * float32 / gzip > 30; // => true
 * ```
 */
export async function compressedSize(model: LayersModel): Promise<CompressedSize> {
  const { bytes, gzip, packed } = await smallestPacked(model);
  const weights = model.weights.reduce(
    (sum, { shape }) => sum + shape.reduce<number>((product, one) => product * one!, 1),
    0,
  );
  return {
    float32: 4 * weights,
    packed,
    gzip: gzip.length,
    brotli: brotliCompressSync(bytes).length,
  };
}
