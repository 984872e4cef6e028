import type { Windows } from "./oracles/windows.ts";

/** Strides, dilations or the size of a window, in the type that tfjs's two-dimensional operations want; ones when left out. */
export function pairOf(lengths: readonly number[] = [1, 1]): [number, number] {
  return [lengths[0]!, lengths[1]!];
}

/** The same for three axes. */
export function tripleOf(lengths: readonly number[]): [number, number, number] {
  return [lengths[0]!, lengths[1]!, lengths[2]!];
}

/** The margin as they want it. Depthwise convolutions take explicit margins too, but their types do not say so. */
export function paddingOf({ pad = "valid" }: Windows): "same" | "valid" | number {
  if (typeof pad !== "object") return pad;
  const margins = [[0, 0], ...pad.map((side) => [...side]), [0, 0]];
  return margins as unknown as number;
}
