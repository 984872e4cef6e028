import type { OnnxGraph } from "./onnx-graph.ts";

/** A value of the graph that a layer gives. */
export interface LayerValue {
  readonly name: string;
  /** As TensorFlow.js has it, with channels last, the batch first; null for a size that may be any number. */
  readonly shape: readonly (number | null)[];
  /** Where the value has its channels: convolutions of ONNX need them right behind the batch. */
  readonly channels: "first" | "last";
}

/** The same value with its channels first or last. */
export function withChannels(graph: OnnxGraph, value: LayerValue, channels: LayerValue["channels"]): LayerValue {
  const { shape } = value;
  if (value.channels === channels || shape.length < 3) return { ...value, channels };
  const axes = shape.map((_, axis) => axis);
  const perm = channels === "first" ? [0, axes.length - 1, ...axes.slice(1, -1)] : [0, ...axes.slice(2), 1];
  return {
    ...value,
    name: graph.add("Transpose", `${value.name}/channels_${channels}`, [value.name], { perm }),
    channels,
  };
}

/** Where the value has an axis of its shape; negative ones count from the end. */
export function axisOf({ shape, channels }: LayerValue, axis: number): number {
  const place = axis < 0 ? axis + shape.length : axis;
  if (channels === "last" || place === 0 || shape.length < 3) return place;
  return place === shape.length - 1 ? 1 : place + 1;
}
