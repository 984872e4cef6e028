import type { layers } from "@tensorflow/tfjs-layers";
import type { LayerValue } from "./layer-value.ts";
import type { OnnxGraph } from "./onnx-graph.ts";
import type { Weight } from "./weight.ts";
import type { WeightStore } from "./weight-store.ts";

export type Layer = InstanceType<typeof layers.Layer>;

/** A layer, and the means to write it. */
export interface LayerContext {
  readonly graph: OnnxGraph;
  readonly layer: Layer;
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly inputs: readonly LayerValue[];
  readonly shape: readonly (number | null)[];
  /** Whether the layer has a weight of this name. */
  hasWeight(name: string): boolean;
  weight(name: string): Weight;
  readonly store: WeightStore;
  /** A constant made of the layer's weights: one, also where the layer is used twice. Kernels have an axis of channels. */
  constant(name: string, make: () => Weight, axis?: number): string;
  /** The layer's bias if it has one, for the product of an input and a kernel. */
  bias(input: string, kernel: string): readonly string[];
  /** Adds a node that is named after the layer. */
  add(type: string, inputs: readonly string[], attributes?: Parameters<OnnxGraph["add"]>[3]): string;
  /** Writes a layer that this one wraps. */
  within(layer: Layer, input: LayerValue, shape: readonly (number | null)[]): LayerValue;
  /** Throws the error that the layer cannot be written. */
  refuse(what: string): never;
}

/** Writes one layer into the graph, and returns what it gives. */
export type WriteLayer = (context: LayerContext) => LayerValue;
