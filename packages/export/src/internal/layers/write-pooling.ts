import type { LayerContext, WriteLayer } from "../layer-context.ts";
import { axisOf, type LayerValue, withChannels } from "../layer-value.ts";
import { padsOf } from "./same-pads.ts";

/** Pooling layers, by the names of their classes. */
export const POOLING_LAYERS: Readonly<Record<string, WriteLayer>> = {
  MaxPooling1D: (context) => writePool(context, "MaxPool"),
  MaxPooling2D: (context) => writePool(context, "MaxPool"),
  AveragePooling1D: (context) => writePool(context, "AveragePool"),
  AveragePooling2D: (context) => writePool(context, "AveragePool"),
  GlobalMaxPooling1D: (context) => writeGlobalPool(context, "ReduceMax"),
  GlobalMaxPooling2D: (context) => writeGlobalPool(context, "ReduceMax"),
  GlobalAveragePooling1D: (context) => writeGlobalPool(context, "ReduceMean"),
  GlobalAveragePooling2D: (context) => writeGlobalPool(context, "ReduceMean"),
};

function writePool(context: LayerContext, type: string): LayerValue {
  const value = withChannels(context.graph, context.inputs[0]!, "first");
  const size = [context.config.poolSize].flat() as number[];
  const strides = [context.config.strides ?? size].flat() as number[];
  const pads = padsOf(context, value.shape.slice(1, -1), { size, strides });
  const name = context.add(type, [value.name], { kernel_shape: size, strides, ...pads });
  return { name, shape: context.shape, channels: "first" };
}

function writeGlobalPool(context: LayerContext, type: string): LayerValue {
  const value = context.inputs[0]!;
  const axes = value.shape
    .map((_, axis) => axis)
    .slice(1, -1)
    .map((axis) => axisOf(value, axis));
  return { name: context.add(type, [value.name], { axes, keepdims: 0 }), shape: context.shape, channels: "last" };
}
