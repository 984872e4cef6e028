import type { ColumnValues } from "../column.ts";
import type { InputValues } from "./compiled-column.ts";
import type { AxisMove, Extent, Move } from "./draw-move.ts";

/** The two pixels along an axis between which a new one lies, and the weight of the second; −1 for a new one outside. */
interface Between {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly weight: Float64Array;
}

/**
 * Writes the stored image from `start` on into `target` at `offset`, moved: pixels between others are interpolated linearly, and those
 * from outside are 0, which `target` must hold.
 */
export function readMoved(
  values: ColumnValues,
  start: number,
  target: InputValues,
  offset: number,
  { height, width, channels }: Extent & { readonly channels: number },
  { down, right }: Move,
): void {
  const rows = between(height, down);
  const columns = between(width, right);
  const line = width * channels;
  for (let y = 0; y < height; y++) {
    if (rows.first[y]! < 0) continue;
    const [top, bottom, low] = [start + rows.first[y]! * line, start + rows.second[y]! * line, rows.weight[y]!];
    for (let x = 0; x < width; x++) {
      if (columns.first[x]! < 0) continue;
      const [left, next, far] = [columns.first[x]! * channels, columns.second[x]! * channels, columns.weight[x]!];
      const to = offset + y * line + x * channels;
      for (let channel = 0; channel < channels; channel++) {
        const above = values[top + left + channel]! * (1 - far) + values[top + next + channel]! * far;
        const below = values[bottom + left + channel]! * (1 - far) + values[bottom + next + channel]! * far;
        target[to + channel] = above * (1 - low) + below * low;
      }
    }
  }
}

/** The nearest stored pixel of each new one along an axis, −1 for those from outside. */
export function nearestAlong(length: number, move: AxisMove): Int32Array {
  return Int32Array.from({ length }, (_, to) => {
    const nearest = Math.floor(move.factor * to + move.offset + 0.5);
    return nearest >= 0 && nearest < length ? nearest : -1;
  });
}

function between(length: number, move: AxisMove): Between {
  const nearest = nearestAlong(length, move);
  const last = length - 1;
  const place = Float64Array.from(nearest, (_, to) => Math.min(last, Math.max(0, move.factor * to + move.offset)));
  const first = Int32Array.from(place, (from, to) => (nearest[to]! < 0 ? -1 : Math.floor(from)));
  return {
    first,
    second: first.map((from) => Math.min(last, from + 1)),
    weight: place.map((from) => from - Math.floor(from)),
  };
}
