import type { JitterShift } from "../jitter-shift.ts";
import type { Elementwise, InputValues } from "./compiled-column.ts";
import { product } from "./product.ts";

/**
 * Copies an image that begins at `start` of the stored numbers into `target` at `offset`, moved by `shift`; uncovered pixels are
 * stored zeros. `target` must hold zeros there.
 */
export function copyShifted(
  { copy, copyStored, apply, isUniform, blank }: Elementwise,
  shape: readonly number[],
  start: number,
  target: InputValues,
  offset: number,
  { down, right }: JitterShift,
): void {
  const [height = 1, width = 1, channels = 1] = shape;
  const line = width * channels;
  const length = line - Math.abs(right) * channels;
  const from = Math.max(0, -right) * channels;
  const to = Math.max(0, right) * channels;
  const copyLine = isUniform ? copy : copyStored;
  if (isUniform && blank !== 0) target.fill(blank, offset, offset + height * line);
  for (let row = Math.max(0, down); row < height + Math.min(0, down); row++) {
    copyLine(start + (row - down) * line + from, target, offset + row * line + to, length);
  }
  if (!isUniform) apply(target, offset, product(shape));
}
