import type { PoolWindows } from "../kernels.ts";
import type { LayerContext, ReadLayer } from "../layer-context.ts";
import { nativeStep } from "../native-steps.ts";
import type { Value } from "../operation.ts";
import { productOf } from "../sizes.ts";
import { shapeOver, type Windows2d, windowSizes, windowsOf } from "../windows-of.ts";

type Kind = "maxPool" | "averagePool";

/** Pooling over windows. */
const pool =
  (kind: Kind): ReadLayer =>
  (context) => {
    const windows = windowsOf(context, "pool_size");
    const { shape } = context.inputs[0]!;
    return addPool(context, kind, windows, shapeOver(windows, shape.length, shape.at(-1)!));
  };

/** Pooling over all pixels of an image. */
const poolImage =
  (kind: Kind): ReadLayer =>
  (context) => {
    const [rows, columns, channels] = context.inputs[0]!.shape as [number, number, number];
    return addPool(context, kind, { rows: whole(rows), columns: whole(columns) }, [channels]);
  };

/** Pooling over all positions of a sequence, of any length. */
const poolSequence =
  (kind: Kind): ReadLayer =>
  ({ inputs, add }) => {
    const [{ storage: input, shape, bound }] = inputs as [Value];
    const channels = shape.at(-1)!;
    const output = { size: channels, at: 0 };
    const value = add([channels], {
      ...{ output, activation: "linear", columns: channels, takesSequences: true },
      prepare:
        () =>
        ({ kernels }) =>
        (rows) => {
          const windows = { rows: whole(1), columns: whole(input.sequence?.steps ?? shape[0]!) };
          kernels[kind](input.at, rows, ...poolWindows(windows, channels), output.at);
        },
    });
    return { ...value, bound };
  };

/** A window over a whole axis. */
const whole = (size: number) => ({ size, outSize: 1, filter: size, stride: 1, dilation: 1, before: 0, margin: 0 });

function addPool(
  { inputs, native, add }: LayerContext,
  kind: Kind,
  windows: Windows2d,
  shape: readonly number[],
): Value {
  const [{ storage: input, bound }] = inputs as [Value];
  const channels = shape.at(-1)!;
  const output = { size: productOf(shape), at: 0 };
  const layerOf = native((library) => library.maxPooling(windowSizes(windows, channels, channels)));
  const value = add(shape, {
    ...{ output, activation: "linear", columns: channels },
    prepare() {
      const layer = kind === "maxPool" ? layerOf(false) : undefined;
      return (machine) => {
        const runNatively = nativeStep(layer, bound, machine, { x: input.at, bias: 0, y: output.at });
        return (images) => {
          if (runNatively(images, 1)) return;
          machine.kernels[kind](input.at, images, ...poolWindows(windows, channels), output.at);
        };
      };
    },
  });
  return { ...value, bound };
}

function poolWindows({ rows, columns }: Windows2d, channels: number): PoolWindows {
  return [
    ...([channels, rows.size, columns.size, rows.outSize, columns.outSize, rows.stride, columns.stride] as const),
    ...([rows.filter, columns.filter, rows.before, columns.before] as const),
  ];
}

/** Pooling layers over windows, and over images. */
export const POOLING_LAYERS: Readonly<Record<string, ReadLayer>> = {
  ...{ MaxPooling1D: pool("maxPool"), MaxPooling2D: pool("maxPool") },
  ...{ AveragePooling1D: pool("averagePool"), AveragePooling2D: pool("averagePool") },
  ...{ GlobalMaxPooling2D: poolImage("maxPool"), GlobalAveragePooling2D: poolImage("averagePool") },
};

/** Pooling layers over whole sequences. */
export const SEQUENCE_POOLING_LAYERS: Readonly<Record<string, ReadLayer>> = {
  ...{ GlobalMaxPooling1D: poolSequence("maxPool"), GlobalAveragePooling1D: poolSequence("averagePool") },
};
