import * as tf from "@tensorflow/tfjs-core";
import { type LayersModel, models } from "@tensorflow/tfjs-layers";

type Json = Parameters<typeof models.modelFromJSON>[0];

/** A layer of a topology. */
interface LayerJson {
  readonly class_name: string;
  readonly config: Record<string, unknown>;
}

/**
 * Copies a model: nothing is shared with it.
 *
 * @param values those of weights that are to be other ones, by their places in `model.weights`
 * @param change what is different in the layers
 */
export async function copyModel(
  model: LayersModel,
  values: ReadonlyMap<number, Float32Array>,
  change: (layer: LayerJson) => void = () => {},
): Promise<LayersModel> {
  const copy = await models.modelFromJSON(topologyOf(model, change));
  model.layers.forEach(({ name, trainable }) => {
    copy.getLayer(name).trainable = trainable;
  });
  for (const [index, weight] of model.weights.entries()) {
    const own = copy.weights[index]!;
    // On some backends `data` gives the memory itself.
    const copied = (values.get(index) ?? (await weight.read().data())).slice();
    tf.tidy(() => void own.write(tf.tensor(copied, own.shape as number[], own.dtype)));
  }
  return copy;
}

/** As JSON, with the shape of the input also where a Sequential of tfjs-layers leaves it out. */
function topologyOf(model: LayersModel, change: (layer: LayerJson) => void): Json {
  const topology = model.toJSON(null, false) as unknown as { readonly config: { readonly layers: LayerJson[] } };
  const { layers } = topology.config;
  const first = layers[0];
  if (model.getClassName() === "Sequential" && first !== undefined && first.class_name !== "InputLayer") {
    first.config.batch_input_shape ??= model.inputs[0]!.shape;
  }
  layers.forEach(change);
  return topology as unknown as Json;
}
