import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { BatchInputs } from "./batch-inputs.ts";

/** The inputs of a batch in the order and the shapes in which a model takes them; that it has inputs of these names and sizes is known by then. */
export function modelInputs(model: LayersModel, { features, inputs }: BatchInputs): tf.Tensor | tf.Tensor[] {
  const shapes = model.inputs.map(({ shape }) => shape.slice(1));
  if (inputs === undefined) return reshaped(features, shapes[0] ?? []);
  return inputNamesOf(model).map((name, index) => reshaped(inputs[name]!, shapes[index]!));
}

/** The names of a model's inputs, which are those of its input layers. A Sequential has no list of them. */
export function inputNamesOf({ inputs }: LayersModel): readonly string[] {
  return inputs.map(({ sourceLayer }) => sourceLayer.name);
}

/** Images as a model of flat inputs takes them, and the other way round. */
function reshaped(input: tf.Tensor, wanted: readonly (number | null)[]): tf.Tensor {
  const isRight =
    wanted.length === input.rank - 1 &&
    wanted.every((size, axis) => (size ?? input.shape[axis + 1]) === input.shape[axis + 1]);
  return isRight ? input : tf.reshape(input, [input.shape[0]!, ...(wanted as number[])]);
}
