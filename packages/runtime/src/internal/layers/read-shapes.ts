import { activationOf } from "../activations.ts";
import { isLastAxis } from "../is-last-axis.ts";
import type { LayerContext, ReadLayer } from "../layer-context.ts";
import type { Value } from "../operation.ts";
import { productOf } from "../sizes.ts";
import { storageFor } from "../storage.ts";

/** Reads a layer that does nothing in inference. */
const passOn: ReadLayer = ({ inputs }) => inputs[0]!;

const reshape = ({ inputs }: LayerContext, shape: readonly number[]): Value => ({ ...inputs[0]!, shape });

/** One size may be left open, as −1 or null. */
function readReshape(context: LayerContext): Value {
  const shape = context.layer.config.target_shape as readonly (number | null)[];
  const known = productOf(shape.map((one) => (one === null || one < 0 ? 1 : one)));
  const open = productOf(context.inputs[0]!.shape) / known;
  return reshape(
    context,
    shape.map((one) => (one === null || one < 0 ? open : one)),
  );
}

/** An activation by itself becomes a part of the operation before it, if nobody else takes what that gives. */
function readActivation(context: LayerContext): Value {
  const { layer, inputs } = context;
  const [input] = inputs as [Value];
  const name =
    layer.className === "Activation" ? layer.config.activation : { ReLU: "relu", Softmax: "softmax" }[layer.className];
  const activation = activationOf(name) ?? context.refuse(`has the activation ${name}`);
  if (layer.className === "ReLU" && typeof layer.config.max_value === "number") context.refuse("has a largest value");
  const { axis = -1 } = layer.config;
  if (activation === "softmax" && !isLastAxis(axis, input)) context.refuse(`has the axis ${axis}`);
  if (activation === "linear") return input;
  const { from } = input;
  const isSameAxis = activation !== "softmax" || from?.columns === input.shape.at(-1);
  if (from !== undefined && input.isSole && from.activation === "linear" && isSameAxis) {
    from.activation = activation;
    return input;
  }
  const output = storageFor(input.storage.size, input.storage);
  const value = context.add(input.shape, {
    ...{ output, activation, columns: input.shape.at(-1)! },
    prepare:
      () =>
      ({ floats }) =>
      (rows) => {
        floats.copyWithin(output.at / 4, input.storage.at / 4, input.storage.at / 4 + rows * output.size);
      },
  });
  return { ...value, bound: input.bound };
}

/** Layers without weights that give each number of an example on as it is, or change it alone. */
export const ACTIVATION_LAYERS: Readonly<Record<string, ReadLayer>> = {
  ...{ Dropout: passOn, SpatialDropout1D: passOn, SpatialDropout2D: passOn, AlphaDropout: passOn },
  ...{ GaussianNoise: passOn, GaussianDropout: passOn, ActivityRegularization: passOn },
  ...{ Activation: readActivation, ReLU: readActivation, Softmax: readActivation },
};

/** Layers that change nothing but the shape. */
export const SHAPE_LAYERS: Readonly<Record<string, ReadLayer>> = {
  Flatten: (context) => reshape(context, [productOf(context.inputs[0]!.shape)]),
  Reshape: readReshape,
};
