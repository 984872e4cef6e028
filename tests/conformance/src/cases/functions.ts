import * as tf from "@tensorflow/tfjs-core";
import { WEBGPU } from "../columns.ts";
import { type Deviation, family } from "../conformance-case.ts";
import { type Dense, dense, numbers } from "../dense.ts";
import { ACTIVATIONS, eachOracle, erf } from "../oracles/elementwise.ts";

const { cases, add } = family("Functions of each element");

const signed = (): Dense => numbers([4, 7], 1, -4, 4);
const positive = (): Dense => numbers([4, 7], 2, 0.1, 4);
const inside = (): Dense => numbers([4, 7], 3, -0.9, 0.9);

interface Unary {
  readonly operation: string;
  readonly compute: (x: tf.Tensor) => tf.Tensor;
  readonly f: (x: number) => number;
  readonly x?: Dense;
  /** Whether the operation has no gradient, or a meaningless one. */
  readonly isConstant?: boolean;
}

const UNARY: readonly Unary[] = [
  { operation: "relu", compute: tf.relu, f: ACTIVATIONS.relu },
  { operation: "relu6", compute: tf.relu6, f: ACTIVATIONS.relu6, x: numbers([4, 7], 1, -3, 9) },
  { operation: "leakyRelu", compute: (x) => tf.leakyRelu(x, 0.1), f: (x) => (x > 0 ? x : 0.1 * x) },
  { operation: "elu", compute: tf.elu, f: ACTIVATIONS.elu },
  { operation: "selu", compute: tf.selu, f: ACTIVATIONS.selu },
  { operation: "sigmoid", compute: tf.sigmoid, f: ACTIVATIONS.sigmoid },
  { operation: "logSigmoid", compute: tf.logSigmoid, f: (x) => -ACTIVATIONS.softplus(-x) },
  { operation: "softplus", compute: tf.softplus, f: ACTIVATIONS.softplus },
  { operation: "tanh", compute: tf.tanh, f: Math.tanh },
  { operation: "erf", compute: tf.erf, f: erf, x: numbers([4, 7], 1, -3, 3) },
  { operation: "exp", compute: tf.exp, f: Math.exp },
  { operation: "expm1", compute: tf.expm1, f: Math.expm1, x: inside() },
  { operation: "log", compute: tf.log, f: Math.log, x: positive() },
  { operation: "log1p", compute: tf.log1p, f: Math.log1p, x: positive() },
  { operation: "sqrt", compute: tf.sqrt, f: Math.sqrt, x: positive() },
  { operation: "rsqrt", compute: tf.rsqrt, f: (x) => 1 / Math.sqrt(x), x: positive() },
  { operation: "square", compute: tf.square, f: (x) => x * x },
  { operation: "reciprocal", compute: tf.reciprocal, f: (x) => 1 / x, x: positive() },
  { operation: "abs", compute: tf.abs, f: Math.abs },
  { operation: "neg", compute: tf.neg, f: (x) => -x },
  { operation: "sin", compute: tf.sin, f: Math.sin },
  { operation: "cos", compute: tf.cos, f: Math.cos },
  { operation: "atan", compute: tf.atan, f: Math.atan },
  { operation: "sign", compute: tf.sign, f: Math.sign, isConstant: true },
  { operation: "step", compute: tf.step, f: (x) => (x > 0 ? 1 : 0), isConstant: true },
  { operation: "floor", compute: tf.floor, f: Math.floor, isConstant: true },
  { operation: "ceil", compute: tf.ceil, f: Math.ceil, isConstant: true },
  { operation: "round", compute: tf.round, f: Math.round, isConstant: true },
  { operation: "clipByValue", compute: (x) => tf.clipByValue(x, -1, 2), f: (x) => Math.min(Math.max(x, -1), 2) },
];

const COARSE: Deviation = {
  on: WEBGPU,
  checks: ["value", "∂x"],
  mark: "wrong",
  reason: "WebGPU promises sines and cosines to four digits only, and SwiftShader gives no more",
};

for (const { operation, compute, f, x = signed(), isConstant = false } of UNARY) {
  add({
    operation,
    variant: "",
    inputs: { x },
    ...(isConstant ? { constants: "all" } : {}),
    compute: (tensors) => compute(tensors.x),
    oracle: (arrays) => eachOracle(f, [arrays.x]),
    ...(operation === "sin" || operation === "cos" ? { deviations: [COARSE] } : {}),
  });
}

for (const [operation, compute, f] of [
  ["relu", tf.relu, ACTIVATIONS.relu],
  ["sigmoid", tf.sigmoid, ACTIVATIONS.sigmoid],
  ["softplus", tf.softplus, ACTIVATIONS.softplus],
  ["tanh", tf.tanh, Math.tanh],
  ["elu", tf.elu, ACTIVATIONS.elu],
] as const) {
  add({
    operation,
    variant: "large numbers",
    inputs: { x: dense([6], [-1e4, -100, -30, 30, 80, 1e4]) },
    compute: ({ x }) => compute(x),
    oracle: ({ x }) => eachOracle(f, [x]),
  });
}

add({
  operation: "relu",
  variant: "at zero",
  inputs: { x: dense([3], [-1, 0, 1]) },
  compute: ({ x }) => tf.relu(x),
  oracle: ({ x }) => eachOracle(ACTIVATIONS.relu, [x]),
  gradients: ({ x }, outgoing) => ({ x: eachOracle((value, dy) => (value! > 0 ? dy! : 0), [x, outgoing]) }),
});

add({
  operation: "prelu",
  variant: "",
  inputs: { x: signed(), slopes: numbers([7], 5, 0.1, 0.5) },
  compute: ({ x, slopes }) => tf.prelu(x, slopes),
  oracle: ({ x, slopes }) => eachOracle((value, slope) => (value! > 0 ? value! : slope! * value!), [x, slopes]),
});

add({
  operation: "clipByValue",
  variant: "at the bounds",
  inputs: { x: dense([5], [-2, -1, 0, 2, 3]) },
  compute: ({ x }) => tf.clipByValue(x, -1, 2),
  oracle: ({ x }) => eachOracle((value) => Math.min(Math.max(value!, -1), 2), [x]),
  // At a bound tfjs lets the gradient through, as TensorFlow does.
  gradients: ({ x }, outgoing) => ({
    x: eachOracle((value, dy) => (value! >= -1 && value! <= 2 ? dy! : 0), [x, outgoing]),
  }),
});

/** Functions of one element. */
export const FUNCTIONS: typeof cases = cases;
