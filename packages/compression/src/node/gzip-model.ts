import { gzipSync } from "node:zlib";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { packModel } from "../pack-model.ts";

/**
 * Writes a model as `packModel` does and compresses it with gzip, in the layout that gets smaller by it: the fewest bytes that every browser and server
 * can read.
 *
 * @returns the bytes of a .gz file; `unpackModel(gunzipSync(bytes))` reads the same model
 * @throws ArgumentError when the model is no LayersModel, or a weight is not of float32
 *
 * @example
 * ```ts
 * import { gunzipSync } from "node:zlib";
 * import "@tensorflow/tfjs-backend-cpu";
 * import { quantiseWeights, unpackModel } from "@dark-knowledge/compression";
 * import { gzipModel } from "@dark-knowledge/compression/node";
 * import { createMlp } from "@dark-knowledge/training";
 *
 * const net = createMlp({ exampleShape: [28, 28, 1], hiddenUnits: [100], classCount: 10, seed: 1 });
 * const bytes = await gzipModel(await quantiseWeights(net, { bits: 4 }));
 * [4 * net.countParams(), bytes.length < 42_000]; // => [318040, true]
 * (await unpackModel(gunzipSync(bytes))).countParams(); // => 79510
 * ```
 */
export async function gzipModel(model: LayersModel): Promise<Uint8Array> {
  return (await smallestPacked(model)).gzip;
}

/** Packs a model in the layout that gets smaller by gzip: its `bytes`, the same with `gzip`, and the length without an unused bit. */
export async function smallestPacked(
  model: LayersModel,
): Promise<{ readonly bytes: Uint8Array; readonly gzip: Uint8Array; readonly packed: number }> {
  const pack = async (layout: "bits" | "bytes") => {
    const bytes = await packModel(model, { layout });
    return { bytes, gzip: gzipSync(bytes, { level: 9 }) };
  };
  const [bits, whole] = [await pack("bits"), await pack("bytes")];
  return { ...(whole.gzip.length < bits.gzip.length ? whole : bits), packed: bits.bytes.length };
}
