import * as tf from "@tensorflow/tfjs-core";
import { COLUMN_NAMES, WEBGPU } from "../columns.ts";
import { family } from "../conformance-case.ts";
import { type Dense, dense, numbers } from "../dense.ts";
import { matMulGradientOracle, matMulOracle } from "../oracles/products.ts";

const { cases, add } = family("Products");

const TRANSPOSES = [
  { name: "a·b", transposeA: false, transposeB: false },
  { name: "aᵀ·b", transposeA: true, transposeB: false },
  { name: "a·bᵀ", transposeA: false, transposeB: true },
  { name: "aᵀ·bᵀ", transposeA: true, transposeB: true },
] as const;

const flip = (isFlipped: boolean, rows: number, columns: number) => (isFlipped ? [columns, rows] : [rows, columns]);

for (const { name, transposeA, transposeB } of TRANSPOSES) {
  const transposes = { transposeA, transposeB };
  // 50 inner elements are more than one block of stock wasm's scalar kernel.
  add({
    operation: "matMul",
    variant: name,
    inputs: { a: numbers(flip(transposeA, 5, 50), 1), b: numbers(flip(transposeB, 50, 7), 2) },
    compute: ({ a, b }) => tf.matMul(a, b, transposeA, transposeB),
    oracle: ({ a, b }) => matMulOracle(a, b, transposes),
  });
  // Large enough for every fast path, with sizes that no vector width divides.
  add({
    operation: "matMul",
    variant: `${name}, 67×131 by 131×37`,
    inputs: { a: numbers(flip(transposeA, 67, 131), 3), b: numbers(flip(transposeB, 131, 37), 4) },
    compute: ({ a, b }) => tf.matMul(a, b, transposeA, transposeB),
    oracle: ({ a, b }) => matMulOracle(a, b, transposes),
    gradients: ({ a, b }, outgoing) => matMulGradientOracle(a, b, outgoing, transposes),
  });
  add({
    operation: "matMul",
    variant: `${name}, batch of 3`,
    inputs: {
      a: numbers([3, ...flip(transposeA, 4, 6)], 5),
      b: numbers([3, ...flip(transposeB, 6, 5)], 6),
    },
    compute: ({ a, b }) => tf.matMul(a, b, transposeA, transposeB),
    oracle: ({ a, b }) => matMulOracle(a, b, transposes),
  });
}

const BOTH_WAYS = "the cpu backend takes the wrong matrices where the batch axes broadcast both ways";
const REFUSED = "webgpu refuses batch axes that broadcast both ways";
const NOT_SUMMED = "tfjs-core does not sum the gradient of matMul over a batch axis that was broadcast";
const BATCHES: readonly { readonly a: number[]; readonly b: number[]; readonly refused: readonly string[] }[] = [
  { a: [3], b: [1], refused: ["∂b"] },
  { a: [1], b: [3], refused: ["∂a"] },
  { a: [], b: [3], refused: ["∂a"] },
  { a: [2, 3], b: [1, 3], refused: ["∂b"] },
  { a: [2, 1], b: [1, 3], refused: ["∂a", "∂b"] },
];
for (const { a, b, refused } of BATCHES) {
  add({
    operation: "matMul",
    variant: `batches [${a.join(", ")}] by [${b.join(", ")}]`,
    inputs: { a: numbers([...a, 3, 4], 7), b: numbers([...b, 4, 2], 8) },
    compute: (tensors) => tf.matMul(tensors.a, tensors.b),
    oracle: (arrays) => matMulOracle(arrays.a, arrays.b),
    deviations: [
      { on: COLUMN_NAMES, checks: refused, mark: "failed", reason: NOT_SUMMED },
      ...(refused.length > 1
        ? [
            { on: ["cpu"] as const, checks: ["value"], mark: "wrong" as const, reason: BOTH_WAYS },
            { on: WEBGPU, checks: ["value"], mark: "failed" as const, reason: REFUSED },
          ]
        : []),
    ],
  });
}

add({
  operation: "matMul",
  variant: "an empty batch of rows",
  inputs: { a: numbers([0, 4]), b: numbers([4, 3]) },
  compute: ({ a, b }) => tf.matMul(a, b),
  oracle: ({ a, b }) => matMulOracle(a, b),
});

add({
  operation: "matMul",
  variant: "no inner elements",
  inputs: { a: numbers([2, 0]), b: numbers([0, 3]) },
  compute: ({ a, b }) => tf.matMul(a, b),
  oracle: ({ a, b }) => matMulOracle(a, b),
});

add({
  operation: "matMul",
  variant: "x·xᵀ, both operands one tensor",
  inputs: { x: numbers([4, 6]) },
  compute: ({ x }) => tf.matMul(x, x, false, true),
  oracle: ({ x }) => matMulOracle(x, x, { transposeB: true }),
});

const reshaped = (array: Dense, shape: number[]): Dense => ({ ...array, shape });
add({
  operation: "matMul",
  variant: "b, then b under another shape",
  inputs: { a: numbers([2, 6], 1), other: numbers([2, 9], 2), b: numbers([6, 9], 3) },
  compute: ({ a, other, b }) => [tf.matMul(a, b), tf.matMul(other, tf.reshape(b, [9, 6]))],
  oracle: ({ a, other, b }) => [matMulOracle(a, b), matMulOracle(other, reshaped(b, [9, 6]))],
});

add({
  operation: "dot",
  variant: "",
  inputs: { a: numbers([9], 1), b: numbers([9], 2) },
  compute: ({ a, b }) => tf.dot(a, b),
  oracle: ({ a, b }) => ({ ...matMulOracle(reshaped(a, [1, 9]), reshaped(b, [9, 1])), shape: [] }),
});

add({
  operation: "outerProduct",
  variant: "",
  inputs: { a: numbers([4], 1), b: numbers([5], 2) },
  compute: ({ a, b }) => tf.outerProduct(a, b),
  oracle: ({ a, b }) => matMulOracle(reshaped(a, [4, 1]), reshaped(b, [1, 5])),
});

add({
  operation: "einsum",
  variant: "bij,bjk->bik",
  inputs: { a: numbers([2, 3, 4], 1), b: numbers([2, 4, 3], 2) },
  constants: "all",
  compute: ({ a, b }) => tf.einsum("bij,bjk->bik", a, b),
  oracle: ({ a, b }) => matMulOracle(a, b),
});

add({
  operation: "matMul",
  variant: "one infinite element",
  inputs: { a: dense([1, 2], [1, 2]), b: dense([2, 2], [Number.POSITIVE_INFINITY, 1, 1, 1]) },
  constants: "all",
  compute: ({ a, b }) => tf.matMul(a, b),
  oracle: ({ a, b }) => matMulOracle(a, b),
});

/** Products of matrices. */
export const PRODUCTS: typeof cases = cases;
