import type { LayerContext, WriteLayer } from "../layer-context.ts";
import { type LayerValue, withChannels } from "../layer-value.ts";
import { writeActivation } from "./write-activation.ts";

/** A dense layer: one product for examples of one axis, and otherwise one for each position. */
export const writeDense: WriteLayer = (context) => {
  const value = withChannels(context.graph, context.inputs[0]!, "last");
  return writeActivation(context, writeProduct(context, value), context.config.activation);
};

function writeProduct(context: LayerContext, value: LayerValue): LayerValue {
  const inputs = [value.name, context.constant("kernel", () => context.weight("kernel"), 1)] as const;
  const bias = context.bias(...inputs);
  const { shape } = context;
  if (value.shape.length === 2) return { name: context.add("Gemm", [...inputs, ...bias]), shape, channels: "last" };
  const product = context.add("MatMul", inputs);
  return { name: bias.length === 0 ? product : context.add("Add", [product, ...bias]), shape, channels: "last" };
}

/** An embedding: rows of a table. Indices are cut to integers, as TensorFlow.js does. */
export const writeEmbedding: WriteLayer = (context) => {
  if (context.config.maskZero === true) context.refuse("has maskZero, and masks cannot be written");
  const indices = context.add("Cast", [context.inputs[0]!.name], { to: 6 });
  const table = context.constant("embeddings", () => context.weight("embeddings"), 1);
  return { name: context.add("Gather", [table, indices], { axis: 0 }), shape: context.shape, channels: "last" };
};
