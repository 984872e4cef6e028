import type { LayersModel } from "@tensorflow/tfjs-layers";
import { type LayerJson, type Topology, topologyOf } from "./copy-model.ts";

/** A use of a layer by another one: its name, which of its uses gives the input, which of the outputs, and arguments. */
export type InboundJson = readonly [string, number, number, ...unknown[]];

/** A layer of a graph. */
interface GraphLayerJson extends LayerJson {
  readonly name: string;
  readonly inbound_nodes: readonly (readonly InboundJson[])[];
}

/** A model as a graph, in which a layer may be used several times. */
export interface Graph extends Topology {
  readonly config: {
    readonly name: string;
    layers: GraphLayerJson[];
    readonly input_layers: readonly InboundJson[];
    readonly output_layers: readonly InboundJson[];
  };
}

/** A model's layers as the JSON of a graph, also those of a Sequential. */
export function graphOf(model: LayersModel): Graph {
  const topology = topologyOf(model);
  if (model.getClassName() !== "Sequential") return topology as Graph;
  const layers = topology.config.layers.map((layer) => ({ ...layer, name: layer.config.name as string }));
  if (layers[0]!.class_name !== "InputLayer") {
    const { shape, dtype } = model.inputs[0]!;
    const name = `${layers[0]!.name}_input`;
    layers.unshift({
      class_name: "InputLayer",
      config: { batch_input_shape: shape, dtype, sparse: false, name },
      name,
    });
  }
  const use = (at: number): InboundJson => [layers.at(at)!.name, 0, 0];
  return {
    class_name: "Model",
    config: {
      name: topology.config.name,
      layers: layers.map((layer, at) => ({ ...layer, inbound_nodes: at === 0 ? [] : [[[...use(at - 1), {}]]] })),
      input_layers: [use(0)],
      output_layers: [use(-1)],
    },
  };
}
