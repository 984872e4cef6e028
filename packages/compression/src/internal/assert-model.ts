import { ArgumentError, formatValue } from "@dark-knowledge/core";
import type { LayersModel } from "@tensorflow/tfjs-layers";

/** Throws an ArgumentError unless a value is a LayersModel, by its methods: two installed copies of tfjs-layers have two classes. */
export function assertModel(functionName: string, model: unknown): asserts model is LayersModel {
  const { apply, toJSON, layers, weights } = (typeof model === "object" && model !== null ? model : {}) as LayersModel;
  const isModel = typeof apply === "function" && typeof toJSON === "function";
  if (isModel && Array.isArray(layers) && Array.isArray(weights)) return;
  throw new ArgumentError({
    ...{ functionName, argument: "model", expected: "must be a LayersModel", received: formatValue(model) },
    code: "dtype",
  });
}
