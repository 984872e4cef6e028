import * as tf from "@tensorflow/tfjs-core";
import { WEBGPU } from "../columns.ts";
import { family } from "../conformance-case.ts";
import { type Dense, dense, numbers, truths } from "../dense.ts";
import { argMax, logSumExp, mean, reduceOracle, rowsOracle, sum } from "../oracles/reductions.ts";

const { cases, add } = family("Reductions");

const AXES: readonly (readonly [string, number[] | undefined, boolean])[] = [
  ["axis 0", [0], false],
  ["axis 1", [1], false],
  ["the last axis", [2], false],
  ["axes 0 and 2, kept", [0, 2], true],
  ["all axes", undefined, false],
];

type Reduce = (x: tf.Tensor, axes?: number[], keepDims?: boolean) => tf.Tensor;

const REDUCTIONS: readonly (readonly [string, Reduce, (elements: readonly number[]) => number])[] = [
  ["sum", tf.sum, sum],
  ["mean", tf.mean, mean],
  ["max", tf.max, (elements) => Math.max(...elements)],
  ["min", tf.min, (elements) => Math.min(...elements)],
  ["logSumExp", tf.logSumExp, logSumExp],
];

for (const [operation, compute, reduce] of REDUCTIONS) {
  for (const [variant, axes, keepDims] of AXES) {
    add({
      operation,
      variant,
      inputs: { x: numbers([3, 4, 5], 1, -2, 2) },
      compute: ({ x }) => compute(x, axes, keepDims),
      oracle: ({ x }) => reduceOracle(x, reduce, { ...(axes ? { axes } : {}), keepDims }),
    });
  }
}

add({
  operation: "sum",
  variant: "axis 0 of 70×33",
  inputs: { x: numbers([70, 33]) },
  compute: ({ x }) => tf.sum(x, 0),
  oracle: ({ x }) => reduceOracle(x, sum, { axes: [0] }),
});

add({
  operation: "sum",
  variant: "no elements",
  inputs: { x: numbers([0, 3]) },
  constants: "all",
  compute: ({ x }) => tf.sum(x, 0),
  oracle: ({ x }) => reduceOracle(x, sum, { axes: [0] }),
  deviations: [
    { on: WEBGPU, checks: ["value"], mark: "failed", reason: "webgpu asks for a buffer of a size that is no number" },
  ],
});

add({
  operation: "sum",
  variant: "truth values",
  inputs: { x: truths([2, 3], [1, 0, 1, 1, 1, 0]) },
  compute: ({ x }) => tf.sum(x, 1),
  oracle: ({ x }) => reduceOracle(x, sum, { axes: [1], dtype: "int32" }),
});

add({
  operation: "max",
  variant: "equal elements",
  inputs: { x: dense([2, 3], [1, 3, 3, 2, 2, 2]) },
  compute: ({ x }) => tf.max(x, 1),
  oracle: ({ x }) => reduceOracle(x, (row) => Math.max(...row), { axes: [1] }),
  // tfjs gives the whole gradient to each of the equal elements.
  gradients: ({ x }, outgoing) => ({
    x: dense(
      [2, 3],
      Array.from(x.values, (value, index) => {
        const row = Math.floor(index / 3);
        return value === Math.max(...x.values.subarray(3 * row, 3 * row + 3)) ? outgoing.values[row]! : 0;
      }),
    ),
  }),
});

add({
  operation: "prod",
  variant: "the last axis",
  inputs: { x: numbers([3, 4], 1, 0.5, 2) },
  compute: ({ x }) => tf.prod(x, 1),
  oracle: ({ x }) => reduceOracle(x, (row) => row.reduce((product, one) => product * one, 1), { axes: [1] }),
});

for (const [operation, compute, reduce] of [
  ["all", tf.all, Math.min],
  ["any", tf.any, Math.max],
] as const) {
  add({
    operation,
    variant: "",
    inputs: { x: truths([3, 2], [1, 1, 0, 1, 0, 0]) },
    compute: ({ x }) => compute(x, 1),
    oracle: ({ x }) => reduceOracle(x, (row) => reduce(...row), { axes: [1], dtype: "bool" }),
  });
}

for (const axis of [0, 1]) {
  add({
    operation: "argMax",
    variant: `axis ${axis}, with equal elements`,
    inputs: { x: dense([3, 4], [1, 5, 5, 2, 7, 5, 3, 7, 0, 0, 0, 0]) },
    constants: "all",
    compute: ({ x }) => tf.argMax(x, axis),
    oracle: ({ x }) => reduceOracle(x, argMax, { axes: [axis], dtype: "int32" }),
  });
}

add({
  operation: "argMin",
  variant: "",
  inputs: { x: numbers([3, 5], 1) },
  constants: "all",
  compute: ({ x }) => tf.argMin(x, 1),
  oracle: ({ x }) => reduceOracle(x, (row) => row.indexOf(Math.min(...row)), { axes: [1], dtype: "int32" }),
});

const ranked = (row: readonly number[]) =>
  row.map((value, index) => ({ value, index })).sort((a, b) => b.value - a.value || a.index - b.index);
const pick = (x: Dense, k: number, take: (one: { value: number; index: number }) => number, dtype: Dense["dtype"]) => {
  const values = rowsOracle(x, (row) => ranked(row).map(take)).values;
  const length = x.shape.at(-1)!;
  return { dtype, shape: [...x.shape.slice(0, -1), k], values: values.filter((_, index) => index % length < k) };
};
add({
  operation: "topk",
  variant: "3 of 8, with equal elements",
  inputs: { x: dense([2, 8], [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3]) },
  constants: "all",
  compute: ({ x }) => {
    const { values, indices } = tf.topk(x, 3);
    return [values, indices];
  },
  oracle: ({ x }) => [pick(x, 3, ({ value }) => value, "float32"), pick(x, 3, ({ index }) => index, "int32")],
});

for (const [variant, exclusive, reverse] of [
  ["", false, false],
  ["exclusive", true, false],
  ["from the end", false, true],
] as const) {
  add({
    operation: "cumsum",
    variant,
    inputs: { x: numbers([3, 5]) },
    compute: ({ x }) => tf.cumsum(x, 1, exclusive, reverse),
    oracle: ({ x }) =>
      rowsOracle(x, (row) =>
        row.map((_, place) =>
          sum(
            row.filter((_, other) => {
              const distance = reverse ? other - place : place - other;
              return exclusive ? distance > 0 : distance >= 0;
            }),
          ),
        ),
      ),
  });
}

const variance = (elements: readonly number[]) => mean(elements.map((one) => (one - mean(elements)) ** 2));
add({
  operation: "moments",
  variant: "axis 0",
  inputs: { x: numbers([6, 3]) },
  compute: ({ x }) => {
    const moments = tf.moments(x, 0);
    return [moments.mean, moments.variance];
  },
  oracle: ({ x }) => [reduceOracle(x, mean, { axes: [0] }), reduceOracle(x, variance, { axes: [0] })],
});

add({
  operation: "norm",
  variant: "euclidean, the last axis",
  inputs: { x: numbers([3, 4]) },
  compute: ({ x }) => tf.norm(x, "euclidean", 1),
  oracle: ({ x }) => reduceOracle(x, (row) => Math.hypot(...row), { axes: [1] }),
});

/** Reductions, scans and searches. */
export const REDUCTION_CASES: typeof cases = cases;
