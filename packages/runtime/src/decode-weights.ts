import { assertFields } from "@dark-knowledge/core";
import { weightsOf } from "./internal/weights-of.ts";
import type { ModelArtifacts, Weight } from "./model-artifacts.ts";

/**
 * Reads the weights of a model, quantised ones as `code·scale + min`, and to the nearest whole number where they are int32.
 *
 * @returns the weights by name, in the order in which they are stored
 * @throws ArgumentError when a type is unknown, a name is there twice, or there are more or fewer bytes than the shapes say
 *
 * @example
 * ```ts
 * import { decodeWeights } from "@dark-knowledge/runtime";
 *
 * const quantization = { dtype: "uint8", scale: 0.5, min: -1 };
 * const weightSpecs = [{ name: "top/bias", shape: [3], dtype: "float32", quantization }];
 * const weights = decodeWeights({ weightSpecs, weightData: Uint8Array.of(0, 2, 4).buffer });
 * Array.from(weights.get("top/bias")!.values); // => [-1, 0, 1]
 * ```
 */
export function decodeWeights(artifacts: ModelArtifacts): ReadonlyMap<string, Weight> {
  assertFields("decodeWeights", artifacts, {}, { argument: "artifacts" });
  return weightsOf("decodeWeights", artifacts);
}
