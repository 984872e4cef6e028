import type { JitterShift } from "../jitter-shift.ts";
import type { CompiledColumn, InputValues } from "./compile-column.ts";

/**
 * Copies an image that begins at `start` of the stored numbers into `target` at `offset`, moved by `shift`; uncovered pixels are
 * stored zeros. `target` must hold zeros there.
 */
export function copyShifted(
  column: CompiledColumn,
  start: number,
  target: InputValues,
  offset: number,
  { down, right }: JitterShift,
): void {
  const [height = 1, width = 1, channels = 1] = column.shape;
  const line = width * channels;
  const length = line - Math.abs(right) * channels;
  const from = Math.max(0, -right) * channels;
  const to = Math.max(0, right) * channels;
  const copy = column.isUniform ? column.copy : column.copyStored;
  if (column.isUniform && column.blank !== 0) target.fill(column.blank, offset, offset + column.size);
  for (let row = Math.max(0, down); row < height + Math.min(0, down); row++) {
    copy(start + (row - down) * line + from, target, offset + row * line + to, length);
  }
  if (!column.isUniform) column.apply(target, offset, column.size);
}
