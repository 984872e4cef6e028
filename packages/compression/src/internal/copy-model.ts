import { ownLayers } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import { type LayersModel, models } from "@tensorflow/tfjs-layers";

type Json = Parameters<typeof models.modelFromJSON>[0];

/** A layer of a topology. */
export interface LayerJson {
  readonly class_name: string;
  readonly config: Record<string, unknown>;
  readonly name?: string;
  /** In a graph, the layers whose outputs it gets. */
  readonly inbound_nodes?: readonly unknown[];
}

/** A model's layers. */
export interface Topology {
  readonly class_name: string;
  readonly config: { readonly name: string; layers: LayerJson[] };
}

/** The key of a layer's weight, by its place among the weights of the layer, in what {@link copyModel} is given. */
export function weightKey(layer: string, place: number): string {
  return `${layer}/${place}`;
}

/**
 * Copies a model: nothing is shared with it.
 *
 * @param values those of weights that are to be other ones, by {@link weightKey}
 * @param change the layers that take the place of a layer
 */
export function copyModel(
  model: LayersModel,
  values: ReadonlyMap<string, Float32Array>,
  change: (layer: LayerJson) => readonly LayerJson[] = (layer) => [layer],
): Promise<LayersModel> {
  return buildModel(topologyOf(model, change), model, values);
}

/** Builds a model from its layers as JSON, with the weights of the layers of another one that have the same names, or other values. */
export async function buildModel(
  topology: object,
  model: LayersModel,
  values: ReadonlyMap<string, Float32Array>,
): Promise<LayersModel> {
  const copy = ownLayers(await models.modelFromJSON(topology as Json));
  for (const layer of copy.layers) {
    const original = model.layers.find(({ name }) => name === layer.name);
    for (const [place, weight] of layer.weights.entries()) {
      // On some backends `data` gives the memory itself.
      const copied = (
        values.get(weightKey(layer.name, place)) ?? (await original!.weights[place]!.read().data())
      ).slice();
      tf.tidy(() => void weight.write(tf.tensor(copied, weight.shape as number[], weight.dtype)));
    }
  }
  return copy;
}

/** A model's layers as JSON, with the shape of the input also where a Sequential of tfjs-layers leaves it out. */
export function topologyOf(
  model: LayersModel,
  change: (layer: LayerJson) => readonly LayerJson[] = (layer) => [layer],
): Topology {
  const topology = model.toJSON(null, false) as unknown as Topology;
  const { config } = topology;
  const first = config.layers[0];
  if (model.getClassName() === "Sequential" && first !== undefined && first.class_name !== "InputLayer") {
    first.config.batch_input_shape ??= model.inputs[0]!.shape;
  }
  config.layers = config.layers.flatMap(change);
  return topology;
}
