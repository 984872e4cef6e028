import { COLUMN_NAMES, type ColumnName, TENSORFLOW, WEBGPU } from "../columns.ts";
import type { Deviation } from "../conformance-case.ts";
import { meetingsOf, type Windows } from "../oracles/windows.ts";
import type { Layout } from "../random-layouts.ts";

const DILATED: Deviation = {
  on: COLUMN_NAMES,
  checks: ["∂x", "∂filter"],
  mark: "failed",
  reason: "tfjs-core refuses gradients of dilated convolutions",
};

/** tfjs-node has "same" and "valid" only; convolutions forward can have margins written out too. */
export function marginDeviations({ pad }: Windows, checks: readonly string[]): Deviation[] {
  const margins = typeof pad === "number" ? [pad] : typeof pad === "object" ? pad.flat() : [];
  if (margins.every((margin) => margin === 0)) return [];
  return [{ on: TENSORFLOW, checks, mark: "failed", reason: "tfjs-node refuses margins that are given by numbers" }];
}

/** What is known to go wrong in two-dimensional convolutions with such windows, whatever their shapes. */
export function convolutionDeviations({ dilations = [], pad }: Windows): Deviation[] {
  const isDilated = dilations.some((dilation) => dilation !== 1);
  const checks = typeof pad === "number" ? ["value", "∂x", "∂filter", "∂bias"] : ["∂x", "∂filter"];
  return [...(isDilated ? [DILATED] : []), ...marginDeviations({ pad: pad ?? "valid" }, checks)];
}

/**
 * What is known to go wrong in three-dimensional operations: in two dimensions, tfjs-core takes 0 for a margin that "same"
 * makes negative, in three it does not.
 *
 * @param more columns besides those that compute with the margins of tfjs-core
 */
export function volumeDeviations(
  { image, size, strides, pad }: Layout,
  checks: readonly string[],
  more: readonly ColumnName[] = [],
): Deviation[] {
  const isSkipping = image.slice(1, -1).some((length, axis) => {
    const stride = strides[axis]!;
    return (Math.ceil(length / stride) - 1) * stride + size[axis]! < length;
  });
  if (pad !== "same" || !isSkipping) return [];
  return [
    {
      on: ["cpu", ...WEBGPU, ...more],
      checks,
      mark: "wrong",
      isChance: true,
      reason:
        'with "same" and strides that leave elements out, the windows of three-dimensional operations are shifted',
    },
  ];
}

/** A mean at the border of an image. */
export const AVERAGE_AT_BORDERS: Deviation = {
  on: ["cpu", ...WEBGPU],
  checks: ["∂x"],
  mark: "wrong",
  reason: "at borders the gradient of avgPool is divided by the size of the whole window, the value by the part inside",
};

/** Whether a window hangs over the edge of the image, so that a mean is taken of fewer elements than it has. */
export function isCut({ image, size, ...windows }: Layout): boolean {
  const { shape, all } = meetingsOf(image.slice(1, -1), size, windows);
  const product = (lengths: readonly number[]) => lengths.reduce((a, b) => a * b, 1);
  return all.length < product(shape) * product(size);
}
