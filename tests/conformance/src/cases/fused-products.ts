import * as tf from "@tensorflow/tfjs-core";
import { family } from "../conformance-case.ts";
import { numbers } from "../dense.ts";
import { ACTIVATIONS, eachOracle } from "../oracles/elementwise.ts";
import { matMulOracle } from "../oracles/products.ts";

const { cases, add } = family("Fused products");

const FUSED = ["linear", "relu", "relu6", "elu", "sigmoid"] as const;

const plus = (x: number, y: number) => x + y;

for (const activation of FUSED) {
  for (const [name, transposeA, transposeB] of [
    ["a·b", false, false],
    ["aᵀ·bᵀ", true, true],
  ] as const) {
    add({
      operation: "fused.matMul",
      variant: `${name} + bias, ${activation}`,
      inputs: {
        a: numbers(transposeA ? [50, 4] : [4, 50], 1),
        b: numbers(transposeB ? [5, 50] : [50, 5], 2),
        bias: numbers([5], 3, -0.5, 0.5),
      },
      compute: ({ a, b, bias }) => tf.fused.matMul({ a, b, transposeA, transposeB, bias, activation }),
      oracle: ({ a, b, bias }) =>
        eachOracle(ACTIVATIONS[activation], [eachOracle(plus, [matMulOracle(a, b, { transposeA, transposeB }), bias])]),
    });
  }
}

add({
  operation: "fused.matMul",
  variant: "a·b + bias, leakyrelu",
  inputs: { a: numbers([4, 6], 1), b: numbers([6, 5], 2), bias: numbers([5], 3) },
  compute: ({ a, b, bias }) => tf.fused.matMul({ a, b, bias, activation: "leakyrelu", leakyreluAlpha: 0.3 }),
  oracle: ({ a, b, bias }) => eachOracle((x) => (x > 0 ? x : 0.3 * x), [eachOracle(plus, [matMulOracle(a, b), bias])]),
});

add({
  operation: "fused.matMul",
  variant: "a·b + bias, prelu",
  inputs: { a: numbers([4, 6], 1), b: numbers([6, 5], 2), bias: numbers([5], 3), slopes: numbers([5], 4, 0.1, 0.4) },
  compute: ({ a, b, bias, slopes }) =>
    tf.fused.matMul({ a, b, bias, activation: "prelu", preluActivationWeights: slopes }),
  oracle: ({ a, b, bias, slopes }) =>
    eachOracle((x, slope) => (x > 0 ? x : slope! * x), [eachOracle(plus, [matMulOracle(a, b), bias]), slopes]),
});

for (const transposeB of [false, true]) {
  add({
    operation: "fused.matMul",
    variant: `${transposeB ? "a·bᵀ" : "a·b"} + bias, relu, batch of 2`,
    inputs: {
      a: numbers([2, 3, 50], 1),
      b: numbers(transposeB ? [2, 4, 50] : [2, 50, 4], 2),
      bias: numbers([4], 3),
    },
    compute: ({ a, b, bias }) => tf.fused.matMul({ a, b, transposeB, bias, activation: "relu" }),
    oracle: ({ a, b, bias }) =>
      eachOracle(ACTIVATIONS.relu, [eachOracle(plus, [matMulOracle(a, b, { transposeB }), bias])]),
  });
}

add({
  operation: "fused.matMul",
  variant: "a·b, relu, no bias",
  inputs: { a: numbers([4, 6], 1), b: numbers([6, 5], 2) },
  compute: ({ a, b }) => tf.fused.matMul({ a, b, activation: "relu" }),
  oracle: ({ a, b }) => eachOracle(ACTIVATIONS.relu, [matMulOracle(a, b)]),
});

/** Product, bias and activation in one operation. */
export const FUSED_PRODUCTS: typeof cases = cases;
