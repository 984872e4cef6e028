import * as tf from "@tensorflow/tfjs-core";
import { COLUMN_NAMES } from "../columns.ts";
import { family } from "../conformance-case.ts";
import { build, dense, numbers } from "../dense.ts";
import { ACTIVATIONS, eachOracle } from "../oracles/elementwise.ts";
import { logSumExp, mean, reduceOracle, rowsOracle, sum } from "../oracles/reductions.ts";

const { cases, add } = family("Softmax, normalisation and losses");

const logSoftmax = (row: readonly number[]) => row.map((one) => one - logSumExp(row));
const softmax = (row: readonly number[]) => logSoftmax(row).map(Math.exp);

for (const [variant, x] of [
  ["", numbers([4, 7], 1, -3, 3)],
  ["three axes", numbers([2, 3, 5], 2, -3, 3)],
  ["large logits", dense([2, 4], [1e4, 9998, 0, -1e4, -200, 200, 199, 198.5])],
] as const) {
  add({
    operation: "softmax",
    variant,
    inputs: { x },
    compute: (tensors) => tf.softmax(tensors.x),
    oracle: (arrays) => rowsOracle(arrays.x, softmax),
  });
  add({
    operation: "logSoftmax",
    variant,
    inputs: { x },
    compute: (tensors) => tf.logSoftmax(tensors.x),
    oracle: (arrays) => rowsOracle(arrays.x, logSoftmax),
  });
}

for (const [variant, shape] of [
  ["[batch, features]", [6, 3]],
  ["[batch, rows, columns, channels]", [2, 2, 3, 3]],
] as const) {
  add({
    operation: "batchNorm",
    variant,
    inputs: {
      x: numbers(shape, 1),
      mean: numbers([3], 2),
      variance: numbers([3], 3, 0.5, 2),
      offset: numbers([3], 4),
      scale: numbers([3], 5, 0.5, 2),
    },
    compute: (t) => tf.batchNorm(t.x, t.mean, t.variance, t.offset, t.scale, 0.001),
    oracle: (a) =>
      eachOracle(
        (x, center, spread, offset, scale) => ((x! - center!) / Math.sqrt(spread! + 0.001)) * scale! + offset!,
        [a.x, a.mean, a.variance, a.offset, a.scale],
      ),
  });
}

const target = dense([3, 4], [0.1, 0.2, 0.3, 0.4, 1, 0, 0, 0, 0.25, 0.25, 0.25, 0.25]);
add({
  operation: "losses.softmaxCrossEntropy",
  variant: "soft labels",
  inputs: { labels: target, logits: numbers([3, 4], 1, -2, 2) },
  compute: ({ labels, logits }) => tf.losses.softmaxCrossEntropy(labels, logits),
  oracle: ({ labels, logits }) =>
    reduceOracle(
      eachOracle((label, logProb) => -label! * logProb! * 4, [labels, rowsOracle(logits, logSoftmax)]),
      mean,
    ),
  deviations: [
    {
      on: COLUMN_NAMES,
      checks: ["∂labels"],
      mark: "wrong",
      reason: "tfjs-core returns labels − softmax as the gradient with respect to the labels; it is −logSoftmax",
    },
  ],
});

add({
  operation: "losses.sigmoidCrossEntropy",
  variant: "",
  inputs: { labels: target, logits: numbers([3, 4], 1, -2, 2) },
  constants: ["labels"],
  compute: ({ labels, logits }) => tf.losses.sigmoidCrossEntropy(labels, logits),
  oracle: ({ labels, logits }) =>
    reduceOracle(
      eachOracle((label, x) => ACTIVATIONS.softplus(x!) - label! * x!, [labels, logits]),
      mean,
    ),
});

add({
  operation: "losses.huberLoss",
  variant: "",
  inputs: { labels: numbers([3, 4], 1), predictions: numbers([3, 4], 2, -3, 3) },
  compute: ({ labels, predictions }) => tf.losses.huberLoss(labels, predictions),
  oracle: ({ labels, predictions }) => {
    const huber = (distance: number) => (distance <= 1 ? distance ** 2 / 2 : distance - 0.5);
    return reduceOracle(
      eachOracle((label, x) => huber(Math.abs(label! - x!)), [labels, predictions]),
      mean,
    );
  },
});

add({
  operation: "losses.cosineDistance",
  variant: "",
  inputs: { labels: numbers([3, 4], 1), predictions: numbers([3, 4], 2) },
  compute: ({ labels, predictions }) => tf.losses.cosineDistance(labels, predictions, 1),
  oracle: ({ labels, predictions }) =>
    reduceOracle(
      reduceOracle(
        eachOracle((label, x) => label! * x!, [labels, predictions]),
        (row) => 1 - sum(row),
        { axes: [1] },
      ),
      mean,
    ),
});

const KEPT = 1 / 0.75;
add({
  operation: "dropout",
  variant: "zeros, scale and gradient",
  inputs: { x: dense([4000], Array(4000).fill(1)) },
  constants: "all",
  // How many elements are neither dropped nor scaled; how far the mean is from 1, in units of 0.05; how many elements have a
  // gradient other than their own scale.
  compute: ({ x }) => {
    const drop = (input: tf.Tensor) => tf.dropout(input, 0.25, undefined, 7);
    const y = drop(x);
    const isKept = tf.less(tf.abs(tf.sub(y, KEPT)), 1e-5);
    const strange = tf.sum(tf.cast(tf.logicalNot(tf.logicalOr(isKept, tf.equal(y, 0))), "float32"));
    const distance = tf.floor(tf.div(tf.abs(tf.sub(tf.mean(y), 1)), 0.05));
    const other = tf.sum(tf.cast(tf.greater(tf.abs(tf.sub(tf.grad(drop)(x), y)), 1e-5), "float32"));
    return tf.stack([strange, distance, other]);
  },
  oracle: () => build([3], () => 0),
});

/** Softmax, normalisation and losses. */
export const NORMALISATIONS: typeof cases = cases;
