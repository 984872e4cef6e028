import * as tf from "@tensorflow/tfjs-core";
import { COLUMN_NAMES } from "../columns.ts";
import { type Deviation, family } from "../conformance-case.ts";
import { numbers } from "../dense.ts";
import { convolutionOracle, depthwiseConv2dOracle, transposedConvolutionOracle } from "../oracles/convolution.ts";
import { ACTIVATIONS, eachOracle } from "../oracles/elementwise.ts";
import { dilation2dOracle } from "../oracles/pooling.ts";
import { meetingsOf } from "../oracles/windows.ts";
import { describeLayout, type LayoutKinds, randomLayouts } from "../random-layouts.ts";
import { paddingOf, pairOf, tripleOf } from "../window-arguments.ts";
import { convolutionDeviations, marginDeviations, volumeDeviations } from "./window-deviations.ts";

const { cases, add } = family("Convolutions");

const COUNT = 12;
const variant = `${COUNT} random layouts`;

const ALL_PADS: LayoutKinds = { isNumeric: true, isExplicit: true };

for (const layout of randomLayouts(1, COUNT, { ...ALL_PADS, isDilated: true })) {
  const channels = layout.image[3]!;
  add({
    operation: "conv2d",
    variant,
    instance: describeLayout(layout),
    inputs: { x: numbers(layout.image, 1), filter: numbers([...layout.size, channels, layout.outputs], 2) },
    compute: ({ x, filter }) =>
      tf.conv2d(x, filter, pairOf(layout.strides), paddingOf(layout), "NHWC", pairOf(layout.dilations)),
    oracle: ({ x, filter }) => convolutionOracle(x, filter, layout),
    deviations: convolutionDeviations(layout),
  });
}

for (const layout of randomLayouts(2, COUNT, ALL_PADS)) {
  const { image, size, outputs, strides } = layout;
  add({
    operation: "fused.conv2d",
    variant: `bias, relu, ${variant}`,
    instance: describeLayout(layout),
    inputs: {
      x: numbers(image, 1),
      filter: numbers([...size, image[3]!, outputs], 2),
      bias: numbers([outputs], 3),
    },
    compute: ({ x, filter, bias }) =>
      tf.fused.conv2d({ x, filter, bias, strides: pairOf(strides), pad: paddingOf(layout), activation: "relu" }),
    oracle: ({ x, filter, bias }) =>
      eachOracle((value, added) => ACTIVATIONS.relu(value! + added!), [convolutionOracle(x, filter, layout), bias]),
    deviations: convolutionDeviations(layout),
  });
}

for (const layout of randomLayouts(3, COUNT, { ...ALL_PADS, isDilated: true, outputs: 3 })) {
  add({
    operation: "depthwiseConv2d",
    variant,
    instance: describeLayout(layout),
    inputs: { x: numbers(layout.image, 1), filter: numbers([...layout.size, layout.image[3]!, layout.outputs], 2) },
    compute: ({ x, filter }) =>
      tf.depthwiseConv2d(
        x,
        filter,
        pairOf(layout.strides),
        paddingOf(layout) as "same",
        "NHWC",
        pairOf(layout.dilations),
      ),
    oracle: ({ x, filter }) => depthwiseConv2dOracle(x, filter, layout),
    deviations: convolutionDeviations(layout),
  });
}

for (const layout of randomLayouts(4, COUNT, { ...ALL_PADS, outputs: 3 })) {
  const { image, size, outputs, strides } = layout;
  add({
    operation: "fused.depthwiseConv2d",
    variant: `bias, relu6, ${variant}`,
    instance: describeLayout(layout),
    inputs: {
      x: numbers(image, 1),
      filter: numbers([...size, image[3]!, outputs], 2),
      bias: numbers([image[3]! * outputs], 3),
    },
    compute: ({ x, filter, bias }) =>
      tf.fused.depthwiseConv2d({
        ...{ x, filter, bias },
        strides: pairOf(strides),
        pad: paddingOf(layout) as "same",
        activation: "relu6",
      }),
    oracle: ({ x, filter, bias }) =>
      eachOracle(
        (value, added) => ACTIVATIONS.relu6(value! + added!),
        [depthwiseConv2dOracle(x, filter, layout), bias],
      ),
    deviations: convolutionDeviations(layout),
  });
}

for (const layout of randomLayouts(5, COUNT, { channels: 4, outputs: 3 })) {
  const { image, size, outputs, strides } = layout;
  add({
    operation: "separableConv2d",
    variant,
    instance: describeLayout(layout),
    inputs: {
      x: numbers(image, 1),
      depthwise: numbers([...size, image[3]!, outputs], 2),
      pointwise: numbers([1, 1, image[3]! * outputs, 5], 3),
    },
    compute: ({ x, depthwise, pointwise }) =>
      tf.separableConv2d(x, depthwise, pointwise, pairOf(strides), paddingOf(layout) as "same"),
    oracle: ({ x, depthwise, pointwise }) => convolutionOracle(depthwiseConv2dOracle(x, depthwise, layout), pointwise),
  });
}

for (const layout of randomLayouts(6, COUNT, ALL_PADS)) {
  const { image, size, outputs, strides } = layout;
  // The layout is that of the convolution from the output to the input.
  const { shape } = meetingsOf(image.slice(1, 3), size, layout);
  add({
    operation: "conv2dTranspose",
    variant,
    instance: describeLayout(layout),
    inputs: {
      x: numbers([image[0]!, ...shape, outputs], 1),
      filter: numbers([...size, image[3]!, outputs], 2),
    },
    compute: ({ x, filter }) =>
      tf.conv2dTranspose(x, filter, image as [number, number, number, number], pairOf(strides), paddingOf(layout)),
    oracle: ({ x, filter }) => transposedConvolutionOracle(x, filter, image, layout),
    deviations: marginDeviations(layout, ["value", "∂x", "∂filter"]),
  });
}

for (const layout of randomLayouts(7, COUNT, { rank: 1, isDilated: true })) {
  const { image, size, outputs, strides, dilations, pad } = layout;
  add({
    operation: "conv1d",
    variant,
    instance: describeLayout(layout),
    inputs: { x: numbers(image, 1), filter: numbers([size[0]!, image[2]!, outputs], 2) },
    compute: ({ x, filter }) => tf.conv1d(x, filter, strides[0]!, pad as "same", "NWC", dilations[0]!),
    oracle: ({ x, filter }) => convolutionOracle(x, filter, layout),
    deviations: convolutionDeviations(layout),
  });
}

const NO_VOLUME_GRADIENT: Deviation = {
  on: COLUMN_NAMES,
  checks: ["∂x", "∂filter"],
  mark: "failed",
  reason: "tfjs-core has no gradient of conv3dTranspose",
};

for (const layout of randomLayouts(8, COUNT, { rank: 3, channels: 4, outputs: 4 })) {
  const { image, size, outputs, strides, pad } = layout;
  add({
    operation: "conv3d",
    variant,
    instance: describeLayout(layout),
    inputs: { x: numbers(image, 1), filter: numbers([...size, image[4]!, outputs], 2) },
    compute: ({ x, filter }) => tf.conv3d(x, filter, tripleOf(strides), pad as "same"),
    oracle: ({ x, filter }) => convolutionOracle(x, filter, layout),
    deviations: volumeDeviations(layout, ["value", "∂x", "∂filter"]),
  });
}

for (const layout of randomLayouts(9, COUNT, { rank: 3, channels: 4, outputs: 4 })) {
  const { image, size, outputs, strides, pad } = layout;
  const { shape } = meetingsOf(image.slice(1, 4), size, layout);
  add({
    operation: "conv3dTranspose",
    variant,
    instance: describeLayout(layout),
    inputs: {
      x: numbers([image[0]!, ...shape, outputs], 1),
      filter: numbers([...size, image[4]!, outputs], 2),
    },
    compute: ({ x, filter }) =>
      tf.conv3dTranspose(
        x,
        filter,
        image as [number, number, number, number, number],
        tripleOf(strides),
        pad as "same",
      ),
    oracle: ({ x, filter }) => transposedConvolutionOracle(x, filter, image, layout),
    deviations: [NO_VOLUME_GRADIENT, ...volumeDeviations(layout, ["value"])],
  });
}

for (const layout of randomLayouts(10, COUNT, { isDilated: true })) {
  const { image, size, strides, dilations, pad } = layout;
  add({
    operation: "dilation2d",
    variant,
    instance: describeLayout(layout),
    inputs: { x: numbers(image, 1), filter: numbers([...size, image[3]!], 2) },
    compute: ({ x, filter }) => tf.dilation2d(x, filter, pairOf(strides), pad as "same", pairOf(dilations)),
    oracle: ({ x, filter }) => dilation2dOracle(x, filter, layout),
  });
}

/** Convolutions whose shapes, strides, margins and dilations are random. */
export const RANDOM_CONVOLUTIONS: typeof cases = cases;
