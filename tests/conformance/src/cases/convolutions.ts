import * as tf from "@tensorflow/tfjs-core";
import { family } from "../conformance-case.ts";
import { build, type Dense, numbers } from "../dense.ts";
import { convolutionOracle, depthwiseConv2dOracle, transposedConvolutionOracle } from "../oracles/convolution.ts";
import { ACTIVATIONS, eachOracle } from "../oracles/elementwise.ts";
import type { Windows } from "../oracles/windows.ts";
import { paddingOf, pairOf } from "../window-arguments.ts";
import { convolutionDeviations } from "./window-deviations.ts";

const { cases, add } = family("Convolutions");

interface Layout extends Windows {
  readonly name: string;
  readonly filter: readonly [number, number];
}

const LAYOUTS: readonly Layout[] = [
  { name: "3×3, valid", filter: [3, 3] },
  { name: "3×3, same", filter: [3, 3], pad: "same" },
  { name: "2×3, stride 2, same", filter: [2, 3], strides: [2, 2], pad: "same" },
  { name: "3×3, strides 2 and 1, valid", filter: [3, 3], strides: [2, 1] },
  { name: "2×2, dilation 2, valid", filter: [2, 2], dilations: [2, 2] },
  {
    name: "3×3, padded unevenly",
    filter: [3, 3],
    pad: [
      [1, 2],
      [0, 1],
    ],
  },
  { name: "1×1", filter: [1, 1] },
];

for (const layout of LAYOUTS) {
  const { name, filter: size, strides, dilations } = layout;
  add({
    operation: "conv2d",
    variant: name,
    inputs: { x: numbers([2, 5, 6, 3], 1), filter: numbers([...size, 3, 4], 2) },
    compute: ({ x, filter }) => tf.conv2d(x, filter, pairOf(strides), paddingOf(layout), "NHWC", pairOf(dilations)),
    oracle: ({ x, filter }) => convolutionOracle(x, filter, layout),
    deviations: convolutionDeviations(layout),
  });
}

add({
  operation: "conv2d",
  variant: "5×5, same, many channels",
  inputs: { x: numbers([1, 9, 9, 17], 1), filter: numbers([5, 5, 17, 9], 2, -0.2, 0.2) },
  compute: ({ x, filter }) => tf.conv2d(x, filter, 1, "same"),
  oracle: ({ x, filter }) => convolutionOracle(x, filter, { pad: "same" }),
});

for (const activation of ["linear", "relu", "relu6"] as const) {
  add({
    operation: "fused.conv2d",
    variant: `bias, ${activation}`,
    inputs: { x: numbers([2, 4, 5, 2], 1), filter: numbers([3, 3, 2, 4], 2), bias: numbers([4], 3) },
    compute: ({ x, filter, bias }) => tf.fused.conv2d({ x, filter, bias, strides: 1, pad: "same", activation }),
    oracle: ({ x, filter, bias }) =>
      eachOracle(
        (value, added) => ACTIVATIONS[activation](value! + added!),
        [convolutionOracle(x, filter, { pad: "same" }), bias],
      ),
  });
}

const DEPTHWISE: readonly (Layout & { multiplier: number })[] = [
  { name: "3×3, same", filter: [3, 3], pad: "same", multiplier: 1 },
  { name: "3×3, multiplier 2, valid", filter: [3, 3], multiplier: 2 },
  { name: "3×3, stride 2, same", filter: [3, 3], strides: [2, 2], pad: "same", multiplier: 1 },
  { name: "2×2, dilation 2, valid", filter: [2, 2], dilations: [2, 2], multiplier: 1 },
];
for (const layout of DEPTHWISE) {
  const { name, filter: size, strides, dilations, multiplier } = layout;
  add({
    operation: "depthwiseConv2d",
    variant: name,
    inputs: { x: numbers([2, 5, 6, 3], 1), filter: numbers([...size, 3, multiplier], 2) },
    compute: ({ x, filter }) =>
      tf.depthwiseConv2d(x, filter, pairOf(strides), paddingOf(layout) as "same", "NHWC", pairOf(dilations)),
    oracle: ({ x, filter }) => depthwiseConv2dOracle(x, filter, layout),
    deviations: convolutionDeviations(layout),
  });
}

add({
  operation: "separableConv2d",
  variant: "",
  inputs: { x: numbers([1, 5, 5, 2], 1), depthwise: numbers([3, 3, 2, 2], 2), pointwise: numbers([1, 1, 4, 3], 3) },
  compute: ({ x, depthwise, pointwise }) => tf.separableConv2d(x, depthwise, pointwise, 1, "same"),
  oracle: ({ x, depthwise, pointwise }) =>
    convolutionOracle(depthwiseConv2dOracle(x, depthwise, { pad: "same" }), pointwise),
});

for (const stride of [1, 2] as const) {
  const shape: [number, number, number, number] = [2, 3 * stride, 4 * stride, 3];
  add({
    operation: "conv2dTranspose",
    variant: `3×3, stride ${stride}, same`,
    inputs: { x: numbers([2, 3, 4, 2], 1), filter: numbers([3, 3, 3, 2], 2) },
    compute: ({ x, filter }) => tf.conv2dTranspose(x, filter, shape, stride, "same"),
    oracle: ({ x, filter }) =>
      transposedConvolutionOracle(x, filter, shape, { strides: [stride, stride], pad: "same" }),
  });
}

const asImage = ({ shape, values, dtype }: Dense, front: number): Dense => ({
  dtype,
  values,
  shape: [...shape.slice(0, front), 1, ...shape.slice(front)],
});
add({
  operation: "conv1d",
  variant: "3, same",
  inputs: { x: numbers([2, 7, 3], 1), filter: numbers([3, 3, 2], 2) },
  compute: ({ x, filter }) => tf.conv1d(x, filter, 1, "same"),
  oracle: ({ x, filter }) => {
    const { shape, values, dtype } = convolutionOracle(asImage(x, 1), asImage(filter, 0), { pad: "same" });
    return { dtype, values, shape: [shape[0]!, shape[2]!, shape[3]!] };
  },
});

add({
  operation: "resizeBilinear",
  variant: "to twice the size",
  inputs: { image: numbers([1, 3, 4, 2]) },
  compute: ({ image }) => tf.image.resizeBilinear(image, [6, 8]),
  oracle: ({ image }) => {
    const [, height, width, channels] = image.shape as [number, number, number, number];
    const pixel = (row: number, column: number, c: number) =>
      image.values[(Math.min(row, height - 1) * width + Math.min(column, width - 1)) * channels + c]!;
    return build([1, 6, 8, channels], (index) => {
      const [y, x] = [index[1]! / 2, index[2]! / 2];
      const [top, left, c] = [Math.floor(y), Math.floor(x), index[3]!];
      const line = (row: number) => pixel(row, left, c) * (1 - x + left) + pixel(row, left + 1, c) * (x - left);
      return line(top) * (1 - y + top) + line(top + 1) * (y - top);
    });
  },
  deviations: [
    {
      on: ["cpu"],
      checks: ["∂image"],
      mark: "failed",
      reason: "the cpu backend confuses rows and columns in the gradient of resizeBilinear",
    },
  ],
});

add({
  operation: "resizeNearestNeighbor",
  variant: "to twice the size",
  inputs: { image: numbers([1, 3, 4, 2]) },
  compute: ({ image }) => tf.image.resizeNearestNeighbor(image, [6, 8]),
  oracle: ({ image }) =>
    build([1, 6, 8, 2], ([, y, x, c]) => image.values[(Math.floor(y! / 2) * 4 + Math.floor(x! / 2)) * 2 + c!]!),
});

/** Convolutions and resizing. */
export const CONVOLUTIONS: typeof cases = cases;
