import type { PoolWindows } from "../kernels.ts";
import type { LayerContext, ReadLayer } from "../layer-context.ts";
import type { Value } from "../operation.ts";
import { productOf } from "../sizes.ts";
import { shapeOver, type Windows2d, windowsOf } from "../windows-of.ts";

type Kind = "maxPool" | "averagePool";

/** Pooling over windows. */
const pool =
  (kind: Kind): ReadLayer =>
  (context) => {
    const windows = windowsOf(context, "pool_size");
    const { shape } = context.inputs[0]!;
    return addPool(context, kind, windows, shapeOver(windows, shape.length, shape.at(-1)!));
  };

/** Pooling over all positions. */
const poolAll =
  (kind: Kind): ReadLayer =>
  (context) => {
    const { shape } = context.inputs[0]!;
    const whole = (size: number) => ({ size, outSize: 1, filter: size, stride: 1, dilation: 1, before: 0, margin: 0 });
    const [columns, rows] = [...shape.slice(0, -1)].reverse();
    return addPool(context, kind, { rows: whole(rows ?? 1), columns: whole(columns!) }, shape.slice(-1));
  };

function addPool(
  { inputs, add }: LayerContext,
  kind: Kind,
  { rows, columns }: Windows2d,
  shape: readonly number[],
): Value {
  const [{ storage: input }] = inputs as [Value];
  const channels = shape.at(-1)!;
  const output = { size: productOf(shape), at: 0 };
  const windows: PoolWindows = [
    ...([channels, rows.size, columns.size, rows.outSize, columns.outSize, rows.stride, columns.stride] as const),
    ...([rows.filter, columns.filter, rows.before, columns.before] as const),
  ];
  return add(shape, {
    ...{ output, activation: "linear", columns: channels },
    prepare:
      () =>
      ({ kernels }) =>
      (images) =>
        kernels[kind](input.at, images, ...windows, output.at),
  });
}

/** Pooling layers of sequences and images. */
export const POOLING_LAYERS: Readonly<Record<string, ReadLayer>> = {
  ...{ MaxPooling1D: pool("maxPool"), MaxPooling2D: pool("maxPool") },
  ...{ AveragePooling1D: pool("averagePool"), AveragePooling2D: pool("averagePool") },
  ...{ GlobalMaxPooling1D: poolAll("maxPool"), GlobalMaxPooling2D: poolAll("maxPool") },
  ...{ GlobalAveragePooling1D: poolAll("averagePool"), GlobalAveragePooling2D: poolAll("averagePool") },
};
