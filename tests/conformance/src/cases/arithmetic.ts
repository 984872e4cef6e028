import * as tf from "@tensorflow/tfjs-core";
import { COLUMN_NAMES } from "../columns.ts";
import { type Deviation, family } from "../conformance-case.ts";
import { type Dense, dense, numbers, truths } from "../dense.ts";
import { eachOracle } from "../oracles/elementwise.ts";

const { cases, add } = family("Arithmetic with broadcasting");

/** Pairs of shapes: equal, a row, a column, a scalar, and both ways. */
const SHAPES: readonly (readonly [string, readonly number[], readonly number[]])[] = [
  ["equal shapes", [3, 4], [3, 4]],
  ["by a row", [3, 4], [4]],
  ["by a scalar", [3, 4], []],
  ["both ways", [3, 1, 4], [2, 1]],
];

interface Binary {
  readonly operation: string;
  readonly compute: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;
  readonly f: (a: number, b: number) => number;
  readonly low?: number;
  readonly isTruth?: boolean;
}

/** The operations whose gradients tfjs-core returns in the shape of the result. */
const NOT_SUMMED = ["maximum", "minimum", "squaredDifference"];

/** The inputs that are repeated in each of {@link SHAPES}. */
const REPEATED: Readonly<Record<string, readonly string[]>> = {
  "by a row": ["∂b"],
  "by a scalar": ["∂b"],
  "both ways": ["∂a", "∂b"],
};

function deviationsOf(operation: string, variant: string): Deviation[] {
  const checks = REPEATED[variant];
  if (!NOT_SUMMED.includes(operation) || !checks) return [];
  const reason = `tfjs-core does not sum the gradient of ${operation} over the axes that were broadcast`;
  return [{ on: COLUMN_NAMES, checks, mark: "failed", reason }];
}

const truth = (value: boolean) => (value ? 1 : 0);

const BINARY: readonly Binary[] = [
  { operation: "add", compute: tf.add, f: (a, b) => a + b },
  { operation: "sub", compute: tf.sub, f: (a, b) => a - b },
  { operation: "mul", compute: tf.mul, f: (a, b) => a * b },
  { operation: "div", compute: tf.div, f: (a, b) => a / b, low: 0.5 },
  { operation: "maximum", compute: tf.maximum, f: Math.max },
  { operation: "minimum", compute: tf.minimum, f: Math.min },
  { operation: "pow", compute: tf.pow, f: (a, b) => a ** b, low: 0.5 },
  { operation: "squaredDifference", compute: tf.squaredDifference, f: (a, b) => (a - b) ** 2 },
  { operation: "equal", compute: tf.equal, f: (a, b) => truth(a === b), isTruth: true },
  { operation: "notEqual", compute: tf.notEqual, f: (a, b) => truth(a !== b), isTruth: true },
  { operation: "greater", compute: tf.greater, f: (a, b) => truth(a > b), isTruth: true },
  { operation: "greaterEqual", compute: tf.greaterEqual, f: (a, b) => truth(a >= b), isTruth: true },
  { operation: "less", compute: tf.less, f: (a, b) => truth(a < b), isTruth: true },
  { operation: "lessEqual", compute: tf.lessEqual, f: (a, b) => truth(a <= b), isTruth: true },
];

const halves = ({ shape, values }: Dense): Dense =>
  dense(
    shape,
    values.map((value) => Math.round(value * 2) / 2),
  );

for (const { operation, compute, f, low = -2, isTruth = false } of BINARY) {
  const fitting = isTruth || operation === "pow" ? SHAPES.slice(0, 2) : SHAPES;
  for (const [variant, a, b] of fitting) {
    const [left, right] = [numbers(a, 1, low, 2), numbers(b, 2, low, 2)];
    add({
      operation,
      variant,
      inputs: isTruth ? { a: halves(left), b: halves(right) } : { a: left, b: right },
      ...(isTruth ? { constants: "all" } : {}),
      compute: (tensors) => compute(tensors.a, tensors.b),
      oracle: (arrays) => eachOracle((x, y) => f(x!, y!), [arrays.a, arrays.b], isTruth ? "bool" : "float32"),
      deviations: deviationsOf(operation, variant),
    });
  }
}

for (const [operation, compute, f] of [
  ["logicalAnd", tf.logicalAnd, (a: number, b: number) => a * b],
  ["logicalOr", tf.logicalOr, Math.max],
] as const) {
  add({
    operation,
    variant: "",
    inputs: { a: truths([4], [0, 0, 1, 1]), b: truths([4], [0, 1, 0, 1]) },
    compute: ({ a, b }) => compute(a, b),
    oracle: ({ a, b }) => eachOracle((x, y) => f(x!, y!), [a, b], "bool"),
  });
}

add({
  operation: "logicalNot",
  variant: "",
  inputs: { a: truths([2], [0, 1]) },
  compute: ({ a }) => tf.logicalNot(a),
  oracle: ({ a }) => eachOracle((x) => 1 - x!, [a], "bool"),
});

for (const [variant, condition, a, b] of [
  ["equal shapes", [3, 4], [3, 4], [3, 4]],
  ["a condition per column", [4], [3, 4], [3, 4]],
  ["a scalar otherwise", [3, 4], [3, 4], []],
] as const) {
  const count = condition.reduce((product: number, length: number) => product * length, 1);
  add({
    operation: "where",
    variant,
    inputs: {
      condition: truths(
        condition,
        Array.from({ length: count }, (_, index) => truth(index % 3 === 0)),
      ),
      a: numbers(a, 1),
      b: numbers(b, 2),
    },
    compute: (tensors) => tf.where(tensors.condition, tensors.a, tensors.b),
    oracle: (arrays) => eachOracle((c, x, y) => (c! > 0 ? x! : y!), [arrays.condition, arrays.a, arrays.b]),
  });
}

add({
  operation: "addN",
  variant: "",
  inputs: { a: numbers([5], 1), b: numbers([5], 2), c: numbers([5], 3) },
  compute: ({ a, b, c }) => tf.addN([a, b, c]),
  oracle: ({ a, b, c }) => eachOracle((x, y, z) => x! + y! + z!, [a, b, c]),
});

/** Functions of two or three elements. */
export const ARITHMETIC: typeof cases = cases;
