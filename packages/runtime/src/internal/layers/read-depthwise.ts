import { activationOf } from "../activations.ts";
import type { DepthwiseWindows } from "../kernels.ts";
import type { LayerContext, ReadLayer } from "../layer-context.ts";
import type { Value } from "../operation.ts";
import { scalable } from "../scalable.ts";
import { productOf } from "../sizes.ts";
import { shapeOver, type Windows2d, windowsOf } from "../windows-of.ts";
import { readDense } from "./read-dense.ts";

/** A convolution of each channel with filters of its own. */
function readDepthwise(context: LayerContext): Value {
  const windows = windowsOf(context, "kernel_size");
  // TensorFlow.js computes it without its dilation.
  if (windows.rows.dilation > 1 || windows.columns.dilation > 1) context.refuse("is depthwise and dilated");
  return addDepthwise(context, windows);
}

function addDepthwise({ layer: { config }, inputs, weight, add, refuse }: LayerContext, windows: Windows2d): Value {
  const [{ shape, storage: input }] = inputs as [Value];
  const { values, shape: kernelShape } = weight("depthwise_kernel");
  const [channels, repeats] = kernelShape.slice(-2) as [number, number];
  if (channels !== shape.at(-1)) refuse(`has a kernel for ${channels} channels, and gets ${shape.at(-1)}`);
  const outputs = channels * repeats;
  const activation = activationOf(config.activation) ?? refuse(`has the activation ${config.activation}`);
  const bias = config.use_bias === false ? new Float32Array(outputs) : weight("bias", [outputs]).values;
  const own = scalable(values, bias);
  const resultShape = shapeOver(windows, shape.length, outputs);
  const output = { size: productOf(resultShape), at: 0 };
  const { rows, columns } = windows;
  return add(resultShape, {
    ...{ output, activation, columns: outputs, scale: own.scale },
    prepare(arena) {
      const padded = arena.lend(4 * outputs * (rows.size + rows.margin) * (columns.size + columns.margin));
      const filter = arena.put(own.kernel);
      const [ones, biases] = [arena.put(new Float32Array(outputs).fill(1)), arena.put(own.bias)];
      const pixels = rows.outSize * columns.outSize;
      return ({ kernels }) =>
        (images) => {
          kernels.convolveImagesDepthwise(
            ...([
              input.at,
              images,
              channels,
              repeats,
              padded.at,
              ...depthwiseWindows(windows),
              filter,
              output.at,
            ] as const),
          );
          kernels.scaleAndShift(output.at, images * pixels, outputs, ones, biases, output.at);
        };
    },
  });
}

function depthwiseWindows({ rows, columns }: Windows2d): DepthwiseWindows {
  return [
    ...([rows.size, columns.size, rows.before, columns.before, rows.margin, columns.margin] as const),
    ...([rows.filter, columns.filter, rows.dilation, columns.dilation, rows.stride, columns.stride] as const),
    ...([rows.outSize, columns.outSize] as const),
  ];
}

/** The same without a bias, and then a dense layer over channels. */
function readSeparable(context: LayerContext): Value {
  const { layer, weight } = context;
  const { use_bias, activation, filters: units } = layer.config;
  const config = { ...layer.config, use_bias: false, activation: "linear" };
  const windows = windowsOf(context, "kernel_size");
  const channels = addDepthwise({ ...context, layer: { ...layer, config } }, windows);
  const pointwise = weight("pointwise_kernel", [1, 1, channels.shape.at(-1)!, units as number]);
  return readDense({
    ...context,
    layer: { ...layer, config: { use_bias, activation, units } },
    inputs: [channels],
    weight: (name, shape) => (name === "kernel" ? pointwise : weight(name, shape)),
  });
}

/** Convolutions of images channel by channel. */
export const DEPTHWISE_LAYERS: Readonly<Record<string, ReadLayer>> = {
  ...{ DepthwiseConv2D: readDepthwise, SeparableConv2D: readSeparable },
};
