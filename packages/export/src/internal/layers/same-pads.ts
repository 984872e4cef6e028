import type { LayerContext } from "../layer-context.ts";
import type { OnnxAttribute } from "../onnx-graph.ts";

/** A window that moves over the spatial axes. */
export interface Window {
  readonly size: readonly number[];
  readonly strides: readonly number[];
  readonly dilations?: readonly number[];
}

/** How far a window reaches with its gaps. */
const reach = ({ size, dilations }: Window, axis: number) => (size[axis]! - 1) * (dilations?.[axis] ?? 1) + 1;

/**
 * The padding of a window over axes of some sizes, as ONNX describes it: where TensorFlow pads to the `same` size, the second side gets what is
 * left over. Left to the runtime where a size is not known.
 */
export function padsOf(
  context: LayerContext,
  sizes: readonly (number | null)[],
  window: Window,
): Readonly<Record<string, OnnxAttribute>> {
  if (context.config.padding !== "same") return {};
  if (sizes.some((size) => size === null)) {
    if (window.dilations?.some((dilation) => dilation !== 1)) context.refuse("is dilated over an axis of any size");
    return { auto_pad: "SAME_UPPER" };
  }
  const totals = sizes.map((size, axis) => {
    const stride = window.strides[axis]!;
    return Math.max(0, (Math.ceil(size! / stride) - 1) * stride + reach(window, axis) - size!);
  });
  return { pads: sides(totals) };
}

/** The two sides of each axis' padding: all first ones, then all second ones. */
export function sides(totals: readonly number[]): number[] {
  return [...totals.map((total) => Math.floor(total / 2)), ...totals.map((total) => Math.ceil(total / 2))];
}
