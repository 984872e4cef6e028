import type { LayerContext, WriteLayer } from "../layer-context.ts";
import { type LayerValue, withChannels } from "../layer-value.ts";
import { transposed } from "../transposed.ts";
import type { Weight } from "../weight.ts";
import { padsOf, sides } from "./same-pads.ts";
import { writeActivation } from "./write-activation.ts";

/** Convolutions, by the names of their classes. */
export const CONVOLUTION_LAYERS: Readonly<Record<string, WriteLayer>> = {
  Conv1D: writeConvolution,
  Conv2D: writeConvolution,
  DepthwiseConv2D(context) {
    // TensorFlow.js computes it without its dilation.
    if (listOf(context, "dilationRate").some((rate) => rate !== 1)) context.refuse("is depthwise and dilated");
    const { value, name, window } = prepare(context);
    const kernel = depthwiseKernel(context);
    const inputs = [name, kernel, ...context.bias(name, kernel)];
    const attributes = { ...window, group: value.shape.at(-1)! };
    return finish(context, context.add("Conv", inputs, attributes));
  },
  SeparableConv2D(context) {
    const { value, name, window } = prepare(context);
    const depthwise = context.add("Conv", [name, depthwiseKernel(context)], { ...window, group: value.shape.at(-1)! });
    const pointwise = context.constant("pointwise_kernel", () => filtersFirst(context.weight("pointwise_kernel")), 0);
    return finish(context, context.add("Conv", [depthwise, pointwise, ...context.bias(depthwise, pointwise)]));
  },
  Conv2DTranspose: writeTransposedConvolution,
};

function writeConvolution(context: LayerContext): LayerValue {
  const { name, window } = prepare(context);
  const kernel = context.constant("kernel", () => filtersFirst(context.weight("kernel")), 0);
  return finish(context, context.add("Conv", [name, kernel, ...context.bias(name, kernel)], window));
}

/** The input with its channels first, and the window of the layer as attributes. */
function prepare(context: LayerContext) {
  const value = withChannels(context.graph, context.inputs[0]!, "first");
  const [size, strides] = [listOf(context, "kernelSize"), listOf(context, "strides")];
  const dilations = listOf(context, "dilationRate");
  const pads = padsOf(context, value.shape.slice(1, -1), { size, strides, dilations });
  return { value, name: value.name, window: { kernel_shape: size, strides, dilations, ...pads } };
}

/** A setting for each spatial axis. */
function listOf(context: LayerContext, name: string): number[] {
  const axes = context.shape.length - 2;
  const given = context.config[name] ?? 1;
  return typeof given === "number" ? Array<number>(axes).fill(given) : [...(given as number[])];
}

function finish(context: LayerContext, name: string): LayerValue {
  return writeActivation(context, { name, shape: context.shape, channels: "first" }, context.config.activation);
}

/** The filters of a kernel `[...size, inputs, filters]` as ONNX has them, `[filters, inputs, ...size]`. */
function filtersFirst({ shape, values }: Weight): Weight {
  const last = shape.length - 1;
  return inOrder({ shape, values }, [last, last - 1, ...shape.keys()].slice(0, shape.length));
}

/** `[...size, channels, multiplier]` as `[channels · multiplier, 1, ...size]`. */
function depthwiseKernel(context: LayerContext): string {
  return context.constant(
    "depthwise_kernel",
    () => {
      const { shape, values } = inOrder(context.weight("depthwise_kernel"), [2, 3, 0, 1]);
      return { shape: [shape[0]! * shape[1]!, 1, ...shape.slice(2)], values };
    },
    0,
  );
}

function inOrder({ shape, values }: Weight, order: readonly number[]): Weight {
  return { shape: order.map((axis) => shape[axis]!), values: transposed(values, shape, order) };
}

function writeTransposedConvolution(context: LayerContext): LayerValue {
  const value = withChannels(context.graph, context.inputs[0]!, "first");
  const [size, strides] = [listOf(context, "kernelSize"), listOf(context, "strides")];
  // What the window covers beyond the size that TensorFlow gives the result is cut off; what it does not cover is added.
  const beyond = size.map((reach, axis) =>
    context.config.padding === "same" ? reach - strides[axis]! : Math.min(0, reach - strides[axis]!),
  );
  const attributes = {
    ...{ kernel_shape: size, strides, pads: sides(beyond.map((more) => Math.max(0, more))) },
    output_padding: beyond.map((more) => Math.max(0, -more)),
  };
  // TensorFlow has `[...size, filters, inputs]`.
  const kernel = context.constant("kernel", () => inOrder(context.weight("kernel"), [3, 2, 0, 1]), 1);
  return finish(
    context,
    context.add("ConvTranspose", [value.name, kernel, ...context.bias(value.name, kernel)], attributes),
  );
}
