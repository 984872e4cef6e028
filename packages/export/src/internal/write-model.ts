import { ArgumentError } from "@dark-knowledge/core";
import type { LayersModel, SymbolicTensor } from "@tensorflow/tfjs-layers";
import type { Layer, LayerContext } from "./layer-context.ts";
import type { LayerValue } from "./layer-value.ts";
import { LAYER_WRITERS } from "./layer-writers.ts";
import { wrappedLayers } from "./layers/write-wrappers.ts";
import type { OnnxGraph } from "./onnx-graph.ts";
import type { Weight } from "./weight.ts";
import type { WeightStore } from "./weight-store.ts";

/** Models within models. */
const CONTAINERS: readonly string[] = ["Model", "Functional", "Sequential"];

type Container = Pick<LayersModel, "inputs" | "outputs" | "layers">;

const isContainer = (layer: Layer): layer is Layer & LayersModel => CONTAINERS.includes(layer.getClassName());

/** The layers that cannot be written, as `Lambda (layer lambda_1)`. */
export function unknownLayers(layers: readonly Layer[]): string[] {
  return layers.flatMap((layer) => {
    if (isContainer(layer)) return unknownLayers(layer.layers);
    const kind = layer.getClassName();
    const isKnown = kind === "InputLayer" || LAYER_WRITERS[kind] !== undefined;
    return isKnown ? unknownLayers(wrappedLayers(layer)) : [`${kind} (layer ${layer.name})`];
  });
}

/** All that is the same in the whole model. */
interface Surroundings {
  readonly functionName: string;
  readonly graph: OnnxGraph;
  readonly store: WeightStore;
  /** The values of a layer's weight. */
  readonly weightOf: (layer: Layer, name: string) => Weight | undefined;
}

/** Writes the layers of a model into a graph, from its inputs to its outputs. */
export function writeModel(
  model: Container,
  inputs: readonly LayerValue[],
  surroundings: Surroundings,
  constants: Map<Layer, Map<string, string>> = new Map(),
): LayerValue[] {
  const known = new Map<SymbolicTensor, LayerValue>(model.inputs.map((tensor, index) => [tensor, inputs[index]!]));
  const find = (tensor: SymbolicTensor): LayerValue => {
    const found = known.get(tensor);
    if (found !== undefined) return found;
    const layer = tensor.sourceLayer as Layer;
    const node = layer.inboundNodes[tensor.nodeIndex!]!;
    const given = node.inputTensors.map(find);
    const results = isContainer(layer)
      ? writeModel(layer, given, surroundings, constants)
      : [writeLayer(layer, given, tensor.shape, surroundings, constants)];
    for (const [index, output] of node.outputTensors.entries()) known.set(output, results[index]!);
    return known.get(tensor)!;
  };
  return model.outputs.map(find);
}

function writeLayer(
  layer: Layer,
  inputs: readonly LayerValue[],
  shape: readonly (number | null)[],
  surroundings: Surroundings,
  constants: Map<Layer, Map<string, string>>,
): LayerValue {
  const { functionName, graph, store, weightOf } = surroundings;
  const config = layer.getConfig() as Record<string, unknown>;
  const own = constants.get(layer) ?? new Map<string, string>();
  constants.set(layer, own);
  const once = (key: string, write: () => string) => {
    const name = own.get(key) ?? write();
    own.set(key, name);
    return name;
  };
  const context: LayerContext = {
    ...{ graph, store, layer, name: layer.name, config, inputs, shape },
    hasWeight: (name) => weightOf(layer, name) !== undefined,
    weight: (name) => weightOf(layer, name)!,
    constant(name, make, axis) {
      return once(name, () => store.add(`${layer.name}/${name}`, make(), axis));
    },
    bias(...factors) {
      const weight = weightOf(layer, "bias");
      if (weight === undefined) return [];
      // Of a layer that is used twice, each input may have other steps.
      return [once(`bias of ${factors[0]}`, () => store.addBias(`${layer.name}/bias`, weight, factors))];
    },
    add: (type, from, attributes) => graph.add(type, `${layer.name}/${type}`, from, attributes),
    within: (wrapped, input, of) => writeLayer(wrapped, [input], of, surroundings, constants),
    refuse(what) {
      const expected = "must have layers that ONNX can express";
      const received = `layer ${layer.name}, which ${what}`;
      throw new ArgumentError({ functionName, argument: "model", expected, received, code: "state" });
    },
  };
  if (config.dataFormat === "channelsFirst") context.refuse("has its channels first");
  return LAYER_WRITERS[layer.getClassName()]!(context);
}
