import * as tf from "@tensorflow/tfjs-core";
import { COLUMN_NAMES, TENSORFLOW, WEBGPU } from "../columns.ts";
import { type Deviation, family } from "../conformance-case.ts";
import { numbers } from "../dense.ts";
import { argMaxPoolOracle, avgPoolOracle, maxPoolGradientOracle, maxPoolOracle } from "../oracles/pooling.ts";
import { describeLayout, randomLayouts } from "../random-layouts.ts";
import { paddingOf, pairOf, tripleOf } from "../window-arguments.ts";
import { AVERAGE_AT_BORDERS, isCut, marginDeviations, volumeDeviations } from "./window-deviations.ts";

const { cases, add } = family("Pooling");

const COUNT = 12;
const variant = `${COUNT} random layouts`;

for (const layout of randomLayouts(21, COUNT, { isNumeric: true, isExplicit: true })) {
  const { image, size, strides } = layout;
  const shared = { variant, instance: describeLayout(layout), inputs: { x: numbers(image, 1) } };
  add({
    ...shared,
    operation: "maxPool",
    compute: ({ x }) => tf.maxPool(x, pairOf(size), pairOf(strides), paddingOf(layout)),
    oracle: ({ x }) => maxPoolOracle(x, size, layout),
    gradients: ({ x }, outgoing) => ({ x: maxPoolGradientOracle(x, outgoing, size, layout) }),
    deviations: marginDeviations(layout, ["value", "∂x"]),
  });
  add({
    ...shared,
    operation: "avgPool",
    compute: ({ x }) => tf.avgPool(x, pairOf(size), pairOf(strides), paddingOf(layout)),
    oracle: ({ x }) => avgPoolOracle(x, size, layout),
    deviations: [...(isCut(layout) ? [AVERAGE_AT_BORDERS] : []), ...marginDeviations(layout, ["value", "∂x"])],
  });
}

for (const layout of randomLayouts(22, COUNT)) {
  const { image, size, strides, pad } = layout;
  add({
    operation: "maxPoolWithArgmax",
    variant,
    instance: describeLayout(layout),
    inputs: { x: numbers(image, 1) },
    constants: "all",
    compute: ({ x }) => {
      const { result, indexes } = tf.maxPoolWithArgmax(x, pairOf(size), pairOf(strides), pad as "same", true);
      return [result!, indexes!];
    },
    oracle: ({ x }) => [maxPoolOracle(x, size, layout), argMaxPoolOracle(x, size, layout)],
  });
}

const ZEROS_COUNT: Deviation = {
  on: COLUMN_NAMES,
  checks: ["value", "∂x"],
  mark: "wrong",
  isChance: true,
  reason: 'with dilations and "same", pool takes the margin for zeros of the image',
};

for (const layout of randomLayouts(23, COUNT, { isDilated: true })) {
  const { image, size, strides, dilations, pad } = layout;
  const isPadded = dilations.some((dilation) => dilation !== 1) && pad === "same";
  const shared = { variant, instance: describeLayout(layout), inputs: { x: numbers(image, 1) } };
  add({
    ...shared,
    operation: "pool",
    variant: `max, ${variant}`,
    compute: ({ x }) => tf.pool(x, pairOf(size), "max", pad as "same", pairOf(dilations), pairOf(strides)),
    oracle: ({ x }) => maxPoolOracle(x, size, layout),
    gradients: ({ x }, outgoing) => ({ x: maxPoolGradientOracle(x, outgoing, size, layout) }),
    deviations: isPadded ? [ZEROS_COUNT] : [],
  });
  add({
    ...shared,
    operation: "pool",
    variant: `avg, ${variant}`,
    compute: ({ x }) => tf.pool(x, pairOf(size), "avg", pad as "same", pairOf(dilations), pairOf(strides)),
    oracle: ({ x }) => avgPoolOracle(x, size, layout),
    deviations: isPadded ? [ZEROS_COUNT] : isCut(layout) ? [AVERAGE_AT_BORDERS] : [],
  });
}

const WRONG_ROW: Deviation = {
  on: ["cpu", ...WEBGPU],
  checks: ["∂x"],
  mark: "wrong",
  isChance: true,
  reason: "the gradient of maxPool3d counts the rows of a window by its height instead of its width",
};

for (const layout of randomLayouts(24, COUNT, { rank: 3, channels: 5 })) {
  const { image, size, strides, pad } = layout;
  const shared = { variant, instance: describeLayout(layout), inputs: { x: numbers(image, 1) } };
  add({
    ...shared,
    operation: "maxPool3d",
    compute: ({ x }) => tf.maxPool3d(x, tripleOf(size), tripleOf(strides), pad as "same"),
    oracle: ({ x }) => maxPoolOracle(x, size, layout),
    gradients: ({ x }, outgoing) => ({ x: maxPoolGradientOracle(x, outgoing, size, layout) }),
    deviations: [...volumeDeviations(layout, ["value", "∂x"], TENSORFLOW), ...(size[1] === size[2] ? [] : [WRONG_ROW])],
  });
  add({
    ...shared,
    operation: "avgPool3d",
    compute: ({ x }) => tf.avgPool3d(x, tripleOf(size), tripleOf(strides), pad as "same"),
    oracle: ({ x }) => avgPoolOracle(x, size, layout),
    deviations: [...volumeDeviations(layout, ["value", "∂x"]), ...(isCut(layout) ? [AVERAGE_AT_BORDERS] : [])],
  });
}

/** Pooling whose shapes, strides, margins and dilations are random. */
export const RANDOM_POOLING: typeof cases = cases;
