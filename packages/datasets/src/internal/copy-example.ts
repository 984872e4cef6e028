import type { JitterShift } from "../jitter-shift.ts";

/** 0, 1/255, …, 1 in float32: looking a byte up is faster than dividing it. */
const SCALED: Float32Array = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

/** Copies `length` bytes from `start` on into `target` at `offset`, scaled to the interval from 0 to 1. */
export function copyScaled(
  features: Uint8Array,
  start: number,
  target: Float32Array,
  offset: number,
  length: number,
): void {
  const end = start + length;
  for (let from = start, to = offset; from < end; from++, to++) target[to] = SCALED[features[from]!]!;
}

/** The extent of an image of shape `[height, width]` or `[height, width, channels]`. */
export interface ImageExtent {
  readonly height: number;
  /** The number of values in one line of pixels. */
  readonly lineLength: number;
  readonly channels: number;
}

/** Like {@link copyScaled} for one whole image that is moved by `shift`; `target` must hold zeros there. */
export function copyShifted(
  features: Uint8Array,
  start: number,
  target: Float32Array,
  offset: number,
  { height, lineLength, channels }: ImageExtent,
  { down, right }: JitterShift,
): void {
  const length = lineLength - Math.abs(right) * channels;
  const from = Math.max(0, -right) * channels;
  const to = Math.max(0, right) * channels;
  for (let line = Math.max(0, down); line < height + Math.min(0, down); line++) {
    copyScaled(features, start + (line - down) * lineLength + from, target, offset + line * lineLength + to, length);
  }
}
