import { ArgumentError, formatShape } from "@dark-knowledge/core";
import type { TeacherFeatures } from "../external-teacher.ts";

/** Whether a model takes the channels of pictures first, as PyTorch has them, or last, as a dataset has them. */
export type ImageLayout = "NCHW" | "NHWC";

/** The sizes that a model wants; a text or a negative number where any will do. */
export type WantedShape = readonly (number | string)[];

/** How features become what a model takes. */
export interface Fit {
  readonly channelsFirst: boolean;
  /** Of one example. */
  readonly shape: readonly number[];
}

/** Finds out how examples go into a model's input, or throws one line that has both shapes. */
export function fitLayout(
  functionName: string,
  input: string,
  wanted: WantedShape,
  example: readonly number[],
  layout?: ImageLayout,
): Fit {
  const sizes = wanted.slice(1);
  const channelsFirst = example.length === 3 ? [example[2]!, example[0]!, example[1]!] : undefined;
  const asIs = layout !== "NCHW" && fits(sizes, example);
  const moved = layout !== "NHWC" && channelsFirst !== undefined && fits(sizes, channelsFirst);
  if (asIs && moved && formatShape(example) !== formatShape(channelsFirst)) {
    fail(functionName, "layout", `must be "NCHW" or "NHWC", for input ${input} takes both`, "undefined", "state");
  }
  if (asIs) return { channelsFirst: false, shape: example };
  if (moved) return { channelsFirst: true, shape: channelsFirst };
  const count = example.reduce((product, size) => product * size, 1);
  // A row of numbers is one whatever its shape was.
  if (layout === undefined && sizes.length === 1 && fits(sizes, [count]))
    return { channelsFirst: false, shape: [count] };
  const as = layout === undefined ? "" : `, ${layout}`;
  const expected = `must have examples of shape ${formatShape(sizes as number[])} (as input ${input}${as})`;
  fail(functionName, "features", expected, formatShape(example), "shape");
}

/** Features as the model takes them. */
export function layOut({ values, shape }: TeacherFeatures, { channelsFirst }: Fit): Float32Array | Int32Array {
  const [count, height, width, channels] = shape as [number, number, number, number];
  if (!channelsFirst || channels === 1) return values;
  const moved = values.slice();
  const pixels = height * width;
  for (let example = 0; example < count; example++) {
    const start = example * pixels * channels;
    for (let channel = 0; channel < channels; channel++) {
      const to = start + channel * pixels;
      for (let pixel = 0; pixel < pixels; pixel++) moved[to + pixel] = values[start + pixel * channels + channel]!;
    }
  }
  return moved;
}

function fits(sizes: WantedShape, example: readonly number[]): boolean {
  return (
    sizes.length === example.length &&
    sizes.every((size, axis) => typeof size === "string" || size < 0 || size === example[axis])
  );
}

function fail(
  functionName: string,
  argument: string,
  expected: string,
  received: string,
  code: "state" | "shape",
): never {
  throw new ArgumentError({ functionName, argument, expected, received, code });
}
