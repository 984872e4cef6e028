import type * as tf from "@tensorflow/tfjs-core";

/** A margin as the attributes of convolutions and pooling give it: by name, by one number, or for each side of each axis. */
export type Padding = "same" | "valid" | number | readonly (readonly [before: number, after: number])[];

/**
 * The margin of a kernel's attributes; one given by a number is written out for each side.
 *
 * For a number, tfjs-core computes both sides of the output from the height of the window and the vertical stride, so that
 * the output of any other than a square window is too wide or too narrow. For margins written out it does not.
 */
export function explicitPadding({
  pad,
  dataFormat,
}: {
  readonly pad?: unknown;
  readonly dataFormat?: unknown;
}): Padding {
  if (typeof pad !== "number") return pad as Padding;
  const [none, margin] = [
    [0, 0],
    [pad, pad],
  ] as const;
  return dataFormat === "NCHW" ? [none, none, margin, margin] : [none, margin, margin, none];
}

/** Refuses windows larger than the image with its margin, for which tfjs-core computes an output of negative size. */
export function assertWindowFits(
  kernelName: string,
  info: Pick<
    ReturnType<typeof tf.backend_util.computeConv2DInfo>,
    "outHeight" | "outWidth" | "inShape" | "filterShape"
  >,
): void {
  const { outHeight, outWidth, inShape, filterShape } = info;
  if (outHeight >= 0 && outWidth >= 0) return;
  const [, rows, columns] = inShape;
  throw new Error(
    `${kernelName}: a window of ${filterShape[0]}×${filterShape[1]} is larger than the image of ${rows}×${columns} with its margin`,
  );
}
