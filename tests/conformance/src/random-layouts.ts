import { numbers } from "./dense.ts";
import type { Windows } from "./oracles/windows.ts";

/** A random way to move a window over a random image. */
export interface Layout extends Windows {
  /** `[batch, ...space, channels]` */
  readonly image: readonly number[];
  /** The window's size along each spatial axis. */
  readonly size: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** How many output channels, or outputs of each channel. */
  readonly outputs: number;
}

/** What may occur in a layout; nothing that is left out does. */
export interface LayoutKinds {
  /** How many spatial axes; 2 when left out. */
  readonly rank?: number;
  readonly isDilated?: boolean;
  /** Margins by a number, and others before and after on each axis. */
  readonly isNumeric?: boolean;
  readonly isExplicit?: boolean;
  /** The largest number of channels and of outputs. */
  readonly channels?: number;
  readonly outputs?: number;
}

/**
 * Layouts that a seed decides. Sizes, strides and dilations of the axes are drawn independently of each other, so that
 * windows that are not square are the rule. Every window lies at least in part in the image.
 */
export function randomLayouts(seed: number, count: number, kinds: LayoutKinds = {}): Layout[] {
  return Array.from({ length: count }, (_, index) => randomLayout(drawsOf(1000 * seed + index), kinds, index));
}

/** Draws a whole number from 0 to below `bound`. */
type Draw = (bound: number) => number;

function drawsOf(seed: number): Draw {
  const { values } = numbers([40], seed, 0, 1);
  let next = 0;
  return (bound) => Math.floor(values[next++]! * bound);
}

function randomLayout(draw: Draw, kinds: LayoutKinds, index: number): Layout {
  const { rank = 2, isDilated = false, channels = 9, outputs = 9 } = kinds;
  const between = (low: number, high: number) => low + draw(high - low + 1);
  const each = (one: () => number) => Array.from({ length: rank }, one);
  const size = each(() => between(1, rank === 3 ? 3 : 4));
  // Every third is dilated, where there are such; tfjs refuses strides together with dilations.
  const dilations = each(() => (isDilated && index % 3 === 2 ? between(1, 3) : 1));
  const isStrided = dilations.every((dilation) => dilation === 1);
  const strides = each(() => (isStrided ? between(1, 3) : 1));
  const extents = size.map((length, axis) => (length - 1) * dilations[axis]! + 1);
  const pad = randomPad(draw, kinds, extents, index);
  const space = extents.map((extent) => extent + draw(rank === 3 ? 4 : 6));
  const inputs = between(1, channels);
  // From one channel to one, TensorFlow 2.21 is wrong now and then (see the page), and a table cannot say so.
  const least = inputs === 1 ? 2 : 1;
  return {
    image: [between(1, 2), ...space, inputs],
    ...{ size, strides, dilations, pad, outputs: Math.max(least, between(1, outputs)) },
  };
}

function randomPad(
  draw: Draw,
  { isNumeric = false, isExplicit = false }: LayoutKinds,
  extents: readonly number[],
  index: number,
): NonNullable<Windows["pad"]> {
  const pads = ["same", "valid", ...(isNumeric ? ["numeric"] : []), ...(isExplicit ? ["explicit"] : [])];
  const kind = pads[index % pads.length];
  // Narrower than any side of the window, and therefore than the image.
  const margin = (extent: number) => draw(Math.min(extent, 4));
  if (kind === "numeric") return margin(Math.min(...extents));
  if (kind === "explicit") return extents.map((extent) => [margin(extent), margin(extent)] as const);
  return kind as "same" | "valid";
}

/** `x [2, 5, 6, 3], window 4×1, strides 2×1, same` */
export function describeLayout({ image, size, strides, dilations, pad, outputs }: Layout): string {
  const by = (lengths: readonly number[]) => lengths.join("×");
  const parts = [`x [${image.join(", ")}]`, `window ${by(size)}`, `${outputs} outputs`];
  if (strides.some((stride) => stride !== 1)) parts.push(`strides ${by(strides)}`);
  if (dilations.some((dilation) => dilation !== 1)) parts.push(`dilations ${by(dilations)}`);
  parts.push(typeof pad === "object" ? `pad ${pad.map((side) => side.join("+")).join(" and ")}` : `pad ${pad}`);
  return parts.join(", ");
}
