import { activationOf } from "../activations.ts";
import { boundedBy } from "../bounded-by.ts";
import type { Windows } from "../kernels.ts";
import type { LayerContext } from "../layer-context.ts";
import { nativeStep } from "../native-steps.ts";
import type { Value } from "../operation.ts";
import { packPanels, padToPanel } from "../pack-panels.ts";
import { scalable } from "../scalable.ts";
import { productOf } from "../sizes.ts";
import { shapeOver, type Windows2d, windowSizes, windowsOf } from "../windows-of.ts";

/** A convolution of images, or of sequences. */
export function readConvolution(context: LayerContext): Value {
  const { layer, inputs, weight, native, add, refuse } = context;
  const { config } = layer;
  const [{ shape, storage: input }] = inputs as [Value];
  const windows = windowsOf(context, "kernel_size");
  const [channels, outputs] = [shape.at(-1)!, config.filters as number];
  const sides = shape.length === 2 ? [windows.columns] : [windows.rows, windows.columns];
  const { values } = weight("kernel", [...sides.map(({ filter }) => filter), channels, outputs]);
  const activation = activationOf(config.activation) ?? refuse(`has the activation ${config.activation}`);
  const bias = config.use_bias === false ? new Float32Array(outputs) : weight("bias", [outputs]).values;
  const own = scalable(values, bias);
  const resultShape = shapeOver(windows, shape.length, outputs);
  const output = { size: productOf(resultShape), at: 0 };
  const { rows, columns } = windows;
  const sizes = windowSizes(windows, channels, outputs);
  const layerOf = native((library, isRelu) => library.convolution(own.kernel, sizes, isRelu));
  const bound = boundedBy(inputs, own.bound);
  const value = add(resultShape, {
    ...{ output, activation, columns: outputs, fusesRelu: true, scale: own.scale },
    prepare(arena) {
      const filter = arena.put(packPanels(own.kernel, outputs));
      const biases = arena.put(padToPanel(own.bias));
      const padded = padding(windows, channels, (bytes) => arena.reserve(bytes));
      const isRelu = this.activation === "relu";
      const where = bytesOf(windows, channels);
      const layer = layerOf(isRelu);
      return (machine) => {
        const { kernels } = machine;
        const ends = { x: input.at, bias: biases, y: output.at };
        const runNatively = nativeStep(layer, bound, machine, ends);
        return (images) => {
          if (runNatively(images, 1)) return;
          kernels.convolveImages(
            ...([input.at, images, rows.size, columns.size * channels] as const),
            ...padded,
            ...where,
            ...([filter, biases, isRelu, output.at, rows.outSize, columns.outSize, outputs] as const),
          );
        };
      };
    },
  });
  return { ...value, bound };
}

/** The size of a row with its margin. */
const paddedRowBytes = ({ columns }: Windows2d, channels: number) => 4 * (columns.size + columns.margin) * channels;

/** The place of an image with a margin of zeros: where it begins, where the pixels go, and the size of its rows. None where there is no margin. */
function padding(
  windows: Windows2d,
  channels: number,
  reserve: (bytes: number) => number,
): readonly [padded: number, inside: number, rowBytes: number] {
  const { rows, columns } = windows;
  if (rows.margin === 0 && columns.margin === 0) return [0, 0, 0];
  const rowBytes = paddedRowBytes(windows, channels);
  const padded = reserve(rowBytes * (rows.size + rows.margin));
  return [padded, padded + rows.before * rowBytes + 4 * columns.before * channels, rowBytes];
}

/** Neighbours in a row of a filter are one run of floats, unless there are gaps between them. */
function bytesOf(windows: Windows2d, channels: number): Windows {
  const { rows, columns } = windows;
  const rowBytes = paddedRowBytes(windows, channels);
  const hasGaps = columns.dilation > 1;
  return [
    ...([rows.filter, rows.dilation * rowBytes] as const),
    ...(hasGaps
      ? ([columns.filter, 4 * columns.dilation * channels, channels] as const)
      : ([1, 0, columns.filter * channels] as const)),
    ...([rows.stride * rowBytes, 4 * columns.stride * channels] as const),
  ];
}
