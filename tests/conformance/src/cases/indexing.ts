import * as tf from "@tensorflow/tfjs-core";
import { WASM } from "../columns.ts";
import { type Deviation, family } from "../conformance-case.ts";
import { at, build, type Dense, dense, integers, numbers, truths, zeros } from "../dense.ts";

const { cases, add } = family("Indexing and types");

for (const axis of [0, 1]) {
  add({
    operation: "gather",
    variant: `axis ${axis}, with repetitions`,
    inputs: { x: numbers([4, 5]), indices: integers([4], [3, 0, 3, 1]) },
    compute: ({ x, indices }) => tf.gather(x, indices, axis),
    oracle: ({ x, indices }) =>
      build(axis === 0 ? [4, 5] : [4, 4], ([row, column]) =>
        at(x, axis === 0 ? [indices.values[row!]!, column!] : [row!, indices.values[column!]!]),
      ),
  });
}

add({
  operation: "gather",
  variant: "an embedding of [batch, words]",
  inputs: { table: numbers([7, 3]), words: integers([2, 4], [0, 6, 2, 2, 1, 0, 6, 2]) },
  compute: ({ table, words }) => tf.gather(table, words),
  oracle: ({ table, words }) => build([2, 4, 3], ([row, place, c]) => at(table, [at(words, [row!, place!]), c!])),
});

add({
  operation: "gatherND",
  variant: "",
  inputs: { x: numbers([3, 4]), indices: integers([2, 2], [2, 1, 0, 3]) },
  constants: "all",
  compute: ({ x, indices }) => tf.gatherND(x, indices),
  oracle: ({ x, indices }) => build([2], ([row]) => at(x, [at(indices, [row!, 0]), at(indices, [row!, 1])])),
});

const segmentSum = (x: Dense, ids: Dense, count: number): Dense => {
  const result = zeros([count, ...x.shape.slice(1)]);
  const width = x.values.length / x.shape[0]!;
  x.values.forEach((value, index) => {
    const id = ids.values[Math.floor(index / width)]!;
    if (id >= 0) result.values[id * width + (index % width)]! += value;
  });
  return result;
};
for (const [variant, shape] of [
  ["of numbers", [6]],
  ["of rows", [6, 3]],
] as const) {
  add({
    operation: "unsortedSegmentSum",
    variant,
    inputs: { x: numbers(shape), ids: integers([6], [2, 0, 2, 4, 0, 2]) },
    compute: ({ x, ids }) => tf.unsortedSegmentSum(x, ids, 5),
    oracle: ({ x, ids }) => segmentSum(x, ids, 5),
  });
}

for (const dtype of ["float32", "int32", "bool"] as const) {
  add({
    operation: "oneHot",
    variant: dtype,
    inputs: { labels: integers([4], [2, 0, -1, 1]) },
    compute: ({ labels }) => tf.oneHot(labels, 3, 1, 0, dtype),
    oracle: ({ labels }) => build([4, 3], ([row, c]) => (labels.values[row!] === c ? 1 : 0), dtype),
  });
}

add({
  operation: "oneHot",
  variant: "other values",
  inputs: { labels: integers([3], [2, 0, 1]) },
  compute: ({ labels }) => tf.oneHot(labels, 3, 0.9, 0.05, "float32"),
  oracle: ({ labels }) => build([3, 3], ([row, c]) => (labels.values[row!] === c ? 0.9 : 0.05)),
});

const CASTS: readonly (readonly [Dense, Dense["dtype"], (value: number) => number])[] = [
  [dense([4], [-1.7, -0.2, 0.5, 2.9]), "int32", Math.trunc],
  [dense([4], [-1.7, 0, 0.5, 2.9]), "bool", (value) => (value === 0 ? 0 : 1)],
  [integers([3], [-2, 0, 7]), "float32", (value) => value],
  [integers([3], [-2, 0, 7]), "bool", (value) => (value === 0 ? 0 : 1)],
  [truths([2], [0, 1]), "float32", (value) => value],
  [truths([2], [0, 1]), "int32", (value) => value],
];
const CAST_TO_TRUTH: Deviation = {
  on: WASM,
  checks: ["value"],
  mark: "wrong",
  reason: "the wasm backend keeps the lowest byte of the number instead of asking whether it is zero",
};
for (const [x, dtype, f] of CASTS) {
  add({
    operation: "cast",
    variant: `${x.dtype} to ${dtype}`,
    inputs: { x },
    constants: "all",
    compute: (tensors) => tf.cast(tensors.x, dtype),
    oracle: (arrays) => ({ dtype, shape: arrays.x.shape, values: arrays.x.values.map(f) }),
    ...(dtype === "bool" ? { deviations: [CAST_TO_TRUTH] } : {}),
  });
}

add({
  operation: "cast",
  variant: "float32 to float32",
  inputs: { x: numbers([4]) },
  compute: ({ x }) => tf.cast(x, "float32"),
  oracle: ({ x }) => x,
});

const asType = (x: Dense, values: Float64Array): Dense => ({ dtype: x.dtype, shape: x.shape, values });
add({
  operation: "add",
  variant: "int32",
  inputs: { a: integers([3], [1, -2, 2 ** 20]), b: integers([3], [5, 7, 1]) },
  compute: ({ a, b }) => tf.add(a, b),
  oracle: ({ a, b }) =>
    asType(
      a,
      a.values.map((value, index) => value + b.values[index]!),
    ),
});

/** Indexing, one-hot rows and types. */
export const INDEXING: typeof cases = cases;
