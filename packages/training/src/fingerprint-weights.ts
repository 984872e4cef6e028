import { assertArray, assertFields, joinBytes } from "@dark-knowledge/core";
import type * as tf from "@tensorflow/tfjs-core";
import { asciiBytes, sha256Hex } from "./internal/sha256.ts";

/**
 * Computes a hash that two lists of weights share only if they are equal, value by value: SHA-256 over shapes, types
 * and bytes.
 *
 * Names are ignored, because tfjs generates new ones in each process. `distill` computes it of the teacher before and
 * after training.
 *
 * @returns 64 hexadecimal digits
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { fingerprintWeights } from "@dark-knowledge/training";
 * import * as tf from "@tensorflow/tfjs-core";
 *
 * const weights = [tf.ones([2, 2])];
 * (await fingerprintWeights(weights)).length; // => 64
 * tf.dispose(weights);
 * ```
 */
export async function fingerprintWeights(weights: readonly tf.Tensor[]): Promise<string> {
  assertArray("fingerprintWeights", "weights", weights, "Array");
  weights.forEach((weight, index) => {
    // By its methods: two installed copies of tfjs have two classes.
    const names = { argument: `weights[${index}]`, prefix: `weights[${index}].` };
    assertFields("fingerprintWeights", weight, { data: "function", shape: "numbers", dtype: "text" }, names);
  });
  const parts: Uint8Array[] = [];
  for (const weight of weights) {
    const values = await weight.data();
    parts.push(asciiBytes(`${weight.dtype}[${weight.shape.join(",")}]`));
    parts.push(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  return sha256Hex(joinBytes(parts));
}
