/** How windows lie along one axis of an image. */
interface Axis {
  readonly length: number;
  readonly windows: number;
  readonly taps: number;
  readonly stride: number;
  readonly dilation: number;
  /** The margin before the first element; negative where elements are left out. */
  readonly before: number;
}

/** Where windows and an image of up to three axes meet, as the kernels `meet` and `findLargest` take it. */
export interface Meetings {
  /** For each axis, for each meeting: the window, its tap and the element of the image, as parts of flat indices. */
  readonly tables: Int32Array;
  /** How many there are along each axis. */
  readonly counts: readonly [deep: number, down: number, across: number];
  /** How many windows, taps and elements there are in all. */
  readonly windows: number;
  readonly taps: number;
  readonly places: number;
  /** One over the number of elements under each window. */
  readonly shares: Float32Array;
}

/** The meetings along the three axes depth, rows and columns; those of an image in the plane are the last two. */
export function meetingsOf(axes: readonly Axis[]): Meetings {
  const sizeOf = (key: "windows" | "taps" | "length") => axes.reduce((product, axis) => product * axis[key], 1);
  const lists = axes.map((axis, index) => {
    // What a step along this axis is worth: the sizes of the axes behind it.
    const behind = axes.slice(index + 1);
    const worth = (key: "windows" | "taps" | "length") => behind.reduce((product, other) => product * other[key], 1);
    return meetingsAlong(axis).map(([window, tap, place]) => [
      window * worth("windows"),
      tap * worth("taps"),
      place * worth("length"),
    ]);
  });
  return {
    tables: Int32Array.from(lists.flat(2)),
    counts: lists.map(({ length }) => length) as [number, number, number],
    windows: sizeOf("windows"),
    taps: sizeOf("taps"),
    places: sizeOf("length"),
    shares: sharesOf(axes),
  };
}

function meetingsAlong({ length, windows, taps, stride, dilation, before }: Axis): [number, number, number][] {
  const meetings: [number, number, number][] = [];
  for (let window = 0; window < windows; window++) {
    for (let tap = 0; tap < taps; tap++) {
      const place = window * stride + tap * dilation - before;
      if (place >= 0 && place < length) meetings.push([window, tap, place]);
    }
  }
  return meetings;
}

function sharesOf(axes: readonly Axis[]): Float32Array {
  const counts = axes.map((axis) => {
    const inside = new Float64Array(axis.windows);
    for (const [window] of meetingsAlong(axis)) inside[window]!++;
    return inside;
  });
  const all = counts.reduce<number[]>(
    (outer, inner) => outer.flatMap((count) => Array.from(inner, (other) => count * other)),
    [1],
  );
  return Float32Array.from(all, (count) => 1 / count);
}

/** The margins that "same" asks for along one axis. Where a stride leaves elements out, there is none. */
export function sameMargin(length: number, windows: number, taps: number, stride: number, dilation: number): number {
  return Math.max(0, Math.floor(((windows - 1) * stride + (taps - 1) * dilation + 1 - length) / 2));
}
