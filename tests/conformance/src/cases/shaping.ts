import * as tf from "@tensorflow/tfjs-core";
import { family } from "../conformance-case.ts";
import { at, build, type Dense, numbers } from "../dense.ts";

const { cases, add } = family("Shaping");

for (const [shape, axes] of [
  [
    [5, 7],
    [1, 0],
  ],
  [
    [128, 9],
    [1, 0],
  ],
  [
    [2, 3, 4],
    [0, 2, 1],
  ],
  [
    [2, 3, 4],
    [2, 0, 1],
  ],
  [
    [2, 3, 4, 5],
    [0, 2, 1, 3],
  ],
  [
    [2, 3, 4, 5],
    [3, 1, 2, 0],
  ],
] as const) {
  add({
    operation: "transpose",
    variant: `[${shape.join(", ")}] to axes ${axes.join(", ")}`,
    inputs: { x: numbers(shape) },
    compute: ({ x }) => tf.transpose(x, [...axes]),
    oracle: ({ x }) =>
      build(
        axes.map((axis) => shape[axis]!),
        (index) =>
          at(
            x,
            shape.map((_, axis) => index[axes.indexOf(axis as never)]!),
          ),
      ),
  });
}

add({
  operation: "reshape",
  variant: "",
  inputs: { x: numbers([3, 4]) },
  compute: ({ x }) => tf.reshape(x, [2, 6]),
  oracle: ({ x }) => ({ ...x, shape: [2, 6] }),
});

add({
  operation: "broadcastTo",
  variant: "",
  inputs: { x: numbers([3, 1]) },
  compute: ({ x }) => tf.broadcastTo(x, [2, 3, 4]),
  oracle: ({ x }) => build([2, 3, 4], (index) => at(x, index)),
});

/** An index with one axis changed. */
const moved = (index: readonly number[], axis: number, to: number) =>
  index.map((place, which) => (which === axis ? to : place));

for (const axis of [0, 1, 2]) {
  const shapeOf = (length: number) => [2, 3, 4].map((other, which) => (which === axis ? length : other));
  add({
    operation: "concat",
    variant: `axis ${axis}`,
    inputs: { a: numbers(shapeOf(2), 1), b: numbers(shapeOf(3), 2) },
    compute: ({ a, b }) => tf.concat([a, b], axis),
    oracle: ({ a, b }) =>
      build(shapeOf(5), (index) => {
        const place = index[axis]!;
        return place < 2 ? at(a, index) : at(b, moved(index, axis, place - 2));
      }),
  });
  add({
    operation: "split",
    variant: `axis ${axis}`,
    inputs: { x: numbers(shapeOf(5), 3) },
    compute: ({ x }) => tf.split(x, [2, 3], axis),
    oracle: ({ x }) => [
      build(shapeOf(2), (index) => at(x, index)),
      build(shapeOf(3), (index) => at(x, moved(index, axis, index[axis]! + 2))),
    ],
  });
  add({
    operation: "reverse",
    variant: `axis ${axis}`,
    inputs: { x: numbers([2, 3, 4], 4) },
    compute: ({ x }) => tf.reverse(x, axis),
    oracle: ({ x }) => build(x.shape, (index) => at(x, moved(index, axis, x.shape[axis]! - 1 - index[axis]!))),
  });
}

for (const axis of [0, 1]) {
  add({
    operation: "stack",
    variant: `axis ${axis}`,
    inputs: { a: numbers([3, 4], 1), b: numbers([3, 4], 2) },
    compute: ({ a, b }) => tf.stack([a, b], axis),
    oracle: ({ a, b }) =>
      build(axis === 0 ? [2, 3, 4] : [3, 2, 4], (index) =>
        at(
          index[axis] === 0 ? a : b,
          index.filter((_, which) => which !== axis),
        ),
      ),
  });
  add({
    operation: "unstack",
    variant: `axis ${axis}`,
    inputs: { x: numbers([2, 2, 3], 3) },
    compute: ({ x }) => tf.unstack(x, axis),
    oracle: ({ x }) =>
      [0, 1].map((which) => build([2, 3], (index) => at(x, [...index.slice(0, axis), which, ...index.slice(axis)]))),
  });
}

const shifted = (by: readonly number[]) => (index: readonly number[]) => index.map((place, axis) => place + by[axis]!);

add({
  operation: "slice",
  variant: "",
  inputs: { x: numbers([4, 5, 6]) },
  compute: ({ x }) => tf.slice(x, [1, 0, 2], [2, 5, 3]),
  oracle: ({ x }) => build([2, 5, 3], (index) => at(x, shifted([1, 0, 2])(index))),
});

add({
  operation: "stridedSlice",
  variant: "",
  inputs: { x: numbers([6, 5]) },
  constants: "all",
  compute: ({ x }) => tf.stridedSlice(x, [1, 0], [6, 5], [2, 3]),
  oracle: ({ x }) => build([3, 2], ([row, column]) => at(x, [1 + 2 * row!, 3 * column!])),
});

const isInside = ({ shape }: Dense, index: readonly number[]) =>
  index.every((place, axis) => place >= 0 && place < shape[axis]!);
add({
  operation: "pad",
  variant: "with 0.5",
  inputs: { x: numbers([3, 4]) },
  compute: ({ x }) =>
    tf.pad(
      x,
      [
        [1, 2],
        [0, 3],
      ],
      0.5,
    ),
  oracle: ({ x }) =>
    build([6, 7], (index) => {
      const from = shifted([-1, 0])(index);
      return isInside(x, from) ? at(x, from) : 0.5;
    }),
});

const mirror = (place: number, length: number) => {
  const positive = Math.abs(place);
  return positive < length ? positive : 2 * (length - 1) - positive;
};
add({
  operation: "mirrorPad",
  variant: "reflect",
  inputs: { x: numbers([3, 4]) },
  constants: "all",
  compute: ({ x }) =>
    tf.mirrorPad(
      x,
      [
        [1, 2],
        [2, 1],
      ],
      "reflect",
    ),
  oracle: ({ x }) => build([6, 7], ([row, column]) => at(x, [mirror(row! - 1, 3), mirror(column! - 2, 4)])),
});

for (const repeats of [
  [2, 3],
  [1, 4],
  [3, 1],
]) {
  add({
    operation: "tile",
    variant: `${repeats.join(" by ")} times`,
    inputs: { x: numbers([3, 2]) },
    compute: ({ x }) => tf.tile(x, repeats),
    oracle: ({ x }) => build([3 * repeats[0]!, 2 * repeats[1]!], ([row, column]) => at(x, [row! % 3, column! % 2])),
  });
}

/** Operations that move elements and compute nothing. */
export const SHAPING: typeof cases = cases;
