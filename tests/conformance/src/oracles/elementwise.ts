import { at, broadcastShape, build, type Dense, type DenseType } from "../dense.ts";

/** A function applied to each element, or to the elements at one place of arrays that broadcast. */
export function eachOracle(f: (...values: number[]) => number, inputs: readonly Dense[], dtype?: DenseType): Dense {
  const shape = broadcastShape(...inputs.map((input) => input.shape));
  return build(shape, (index) => f(...inputs.map((input) => at(input, index))), dtype);
}

const SELU_ALPHA = 1.6732632423543772;
const SELU_SCALE = 1.0507009873554805;

/** The activations in float64. */
export const ACTIVATIONS = {
  linear: (x: number): number => x,
  relu: (x: number): number => Math.max(x, 0),
  relu6: (x: number): number => Math.min(Math.max(x, 0), 6),
  elu: (x: number): number => (x > 0 ? x : Math.expm1(x)),
  selu: (x: number): number => SELU_SCALE * (x > 0 ? x : SELU_ALPHA * Math.expm1(x)),
  sigmoid: (x: number): number => 1 / (1 + Math.exp(-x)),
  softplus: (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
} as const;

/** The error function: its Taylor series, which is exact enough for |x| < 4. */
export function erf(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; n < 120; n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}
