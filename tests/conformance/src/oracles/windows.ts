/** How a window moves over the spatial axes of an image. */
export interface Windows {
  /** One per spatial axis; 1 when left out. */
  readonly strides?: readonly number[];
  /** One per spatial axis; 1 when left out. */
  readonly dilations?: readonly number[];
  /** `same`, `valid`, a margin on every side, or the margins before and after on each spatial axis. */
  readonly pad?: "same" | "valid" | number | readonly (readonly [before: number, after: number])[];
}

/** A place in a window and the place in the image under it, as flat indices over the spatial axes. */
interface Meeting {
  readonly out: number;
  readonly inWindow: number;
  readonly inImage: number;
}

/** All that meet, and the spatial shape of the output. What hangs over the edge meets nothing. */
export interface Meetings {
  readonly shape: readonly number[];
  readonly all: readonly Meeting[];
}

/** Which places of a window meet which places of an image, for spatial axes of these lengths; any number of them. */
export function meetingsOf(image: readonly number[], size: readonly number[], windows: Windows): Meetings {
  const { strides = [], dilations = [], pad = "valid" } = windows;
  const axes = image.map((length, axis) => {
    const stride = strides[axis] ?? 1;
    const dilation = dilations[axis] ?? 1;
    const margins = typeof pad === "string" ? pad : typeof pad === "number" ? ([pad, pad] as const) : pad[axis]!;
    return meetingsAlong(length, size[axis]!, stride, dilation, margins);
  });
  const none: Meetings = { shape: [], all: [{ out: 0, inWindow: 0, inImage: 0 }] };
  return axes.reduce(({ shape, all }, axis, index) => {
    const nested = all.flatMap((outer) =>
      axis.all.map(({ out, inWindow, inImage }) => ({
        out: outer.out * axis.shape[0]! + out,
        inWindow: outer.inWindow * size[index]! + inWindow,
        inImage: outer.inImage * image[index]! + inImage,
      })),
    );
    return { shape: [...shape, axis.shape[0]!], all: nested };
  }, none);
}

function meetingsAlong(
  length: number,
  size: number,
  stride: number,
  dilation: number,
  pad: "same" | "valid" | readonly [number, number],
): Meetings {
  const extent = (size - 1) * dilation + 1;
  const [before, after] = pad === "valid" ? [0, 0] : pad === "same" ? samePadding(length, extent, stride) : pad;
  const count = Math.floor((length + before + after - extent) / stride) + 1;
  const all: Meeting[] = [];
  for (let out = 0; out < count; out++) {
    for (let inWindow = 0; inWindow < size; inWindow++) {
      const inImage = out * stride + inWindow * dilation - before;
      if (inImage >= 0 && inImage < length) all.push({ out, inWindow, inImage });
    }
  }
  return { shape: [count], all };
}

function samePadding(length: number, extent: number, stride: number): [number, number] {
  const total = Math.max((Math.ceil(length / stride) - 1) * stride + extent - length, 0);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}
