import { type AbortSignalLike, createRandom, deriveSeed, yieldToEventLoop } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import type { Grid } from "./calibrate-steps.ts";

/** A layer whose rounding is learned. */
export interface RoundingProblem {
  readonly kernel: Float32Array;
  /** The kernel after nearest rounding. */
  readonly nearest: Float32Array;
  readonly shape: readonly number[];
  readonly grid: Grid;
  /** The inputs of the layer once those before it are quantised, `[examples, …]`. */
  readonly inputs: tf.Tensor;
  /** Its answers to the original inputs, a row of units for each example or position. */
  readonly targets: tf.Tensor;
  /** Computes its answers with another kernel, in the form of the targets; gradients pass through it. */
  readonly answer: (inputs: tf.Tensor, kernel: tf.Tensor) => tf.Tensor;
}

/** How long a rounding is learned. */
export interface RoundingSchedule {
  readonly iterations: number;
  readonly batchSize: number;
  readonly seed: number;
  readonly signal: AbortSignalLike | undefined;
}

/** The rectified sigmoid is stretched to this range, and clipped to 0 and 1. */
const [LOWEST, HIGHEST] = [-0.1, 1.1];
/** The first part of the updates has no regulariser. */
const WARM_UP = 0.2;
/** The exponent of the regulariser, first and last: from a wide plain around ½ to a slope. */
const [FIRST_EXPONENT, LAST_EXPONENT] = [20, 2];
const LEARNING_RATE = 0.01;

/**
 * Learns which of the two multiples of the step next to it each weight becomes: `w = s (⌊w'/s⌋ + h(v))` with the rectified sigmoid `h(v) = clip(1.2 σ(v) − 0.1, 0, 1)`.
 *
 * Minimises the mean over units of `E_u / E⁰_u`, plus the mean over weights of `1 − |2 h − 1|^β`, where E⁰ is the error of nearest rounding: so no scale of weights or
 * activations matters. β falls from 20 to 2, which drives every h to 0 or 1. Adam changes v.
 *
 * @returns the weights; of each unit those of nearest rounding unless the learned ones have a smaller error on all examples
 */
export async function learnCodes(problem: RoundingProblem, schedule: RoundingSchedule): Promise<Float32Array> {
  const { nearest, shape, grid } = problem;
  const units = shape.at(-1)!;
  const errorsOf = (values: Float32Array) => errorsByUnit(values, problem, schedule.batchSize);
  const nearestErrors = await errorsOf(nearest);
  const scales = nearestErrors.map((error) => (error > 0 ? 1 / (error * units) : 0));
  const { lower, free, start } = choicesOf(problem);
  if (free.length === 0 || scales.every((scale) => scale === 0)) return nearest;
  const logits = await learnLogits(problem, { lower, free, start }, scales, schedule);
  const values = nearest.slice();
  for (const [index, at] of free.entries()) {
    values[at] = lower[at]! + (logits[index]! >= 0 ? grid.steps[at % units]! : 0);
  }
  const errors = await errorsOf(values);
  return values.map((value, at) => (errors[at % units]! < nearestErrors[at % units]! ? value : nearest[at]!));
}

/** Learns v for the weights that have a choice. */
async function learnLogits(
  { shape, grid, inputs, targets, answer }: RoundingProblem,
  { lower, free, start }: Choices,
  scales: readonly number[],
  { iterations, batchSize, seed, signal }: RoundingSchedule,
): Promise<Float64Array> {
  const units = shape.at(-1)!;
  const count = inputs.shape[0]!;
  const byExample = tf.reshape(targets, [count, targets.shape[0]! / count, units]);
  const scale = tf.tensor1d([...scales]);
  const random = createRandom(deriveSeed(seed, "rounding"));
  const logits = start.slice();
  const update = createAdam(logits);
  const ups = logits.map(rectifiedSigmoid);
  const slopes = new Float64Array(free.length);
  let order = random.permutation(count);
  try {
    for (let step = 0, from = 0; step < iterations; step++, from += batchSize) {
      await yieldToEventLoop();
      if (signal?.aborted) throw signal.reason ?? new Error("learnRounding: aborted");
      if (from >= count) [order, from] = [random.permutation(count), 0];
      const kernel = lower.slice();
      for (let index = 0; index < free.length; index++) {
        kernel[free[index]!]! += grid.steps[free[index]! % units]! * ups[index]!;
      }
      const gradient = tf.tidy(() => {
        const places = tf.tensor1d(order.subarray(from, from + batchSize), "int32");
        const [x, wanted] = [tf.gather(inputs, places), tf.reshape(tf.gather(byExample, places), [-1, units])];
        const error = (own: tf.Tensor) =>
          tf.sum(tf.mul(tf.mean(tf.squaredDifference(answer(x, own), wanted), 0), scale)) as tf.Scalar;
        return tf.grad(error)(tf.tensor(kernel, [...shape]));
      });
      const derivatives = await gradient.data();
      gradient.dispose();
      const exponent = exponentAt(step / iterations);
      for (let index = 0; index < free.length; index++) {
        const at = free[index]!;
        const regular = (exponent / free.length) * regularSlope(ups[index]!, exponent);
        slopes[index] = (derivatives[at]! * grid.steps[at % units]! + regular) * sigmoidSlope(ups[index]!);
      }
      update(slopes);
      for (let index = 0; index < free.length; index++) ups[index] = rectifiedSigmoid(logits[index]!);
    }
    return logits;
  } finally {
    tf.dispose([byExample, scale]);
  }
}

/** Makes a function that changes values by a step of Adam with the usual settings, given their derivatives. */
function createAdam(values: Float64Array): (slopes: Float64Array) => void {
  const [first, second] = [new Float64Array(values.length), new Float64Array(values.length)];
  let [rest1, rest2] = [1, 1];
  return (slopes) => {
    rest1 *= 0.9;
    rest2 *= 0.999;
    const rate = LEARNING_RATE / (1 - rest1);
    for (let index = 0; index < values.length; index++) {
      const slope = slopes[index]!;
      first[index] = 0.9 * first[index]! + 0.1 * slope;
      second[index] = 0.999 * second[index]! + 0.001 * slope * slope;
      values[index]! -= (rate * first[index]!) / (Math.sqrt(second[index]! / (1 - rest2)) + 1e-12);
    }
  };
}

function rectifiedSigmoid(logit: number): number {
  return Math.min(1, Math.max(0, (HIGHEST - LOWEST) / (1 + Math.exp(-logit)) + LOWEST));
}

/** The slope of the rectified sigmoid where it has a value; where it is clipped, none. */
function sigmoidSlope(up: number): number {
  return up === 0 || up === 1 ? 0 : ((up - LOWEST) * (HIGHEST - up)) / (HIGHEST - LOWEST);
}

/** The derivative of `1 − |2 h − 1|^β` with respect to h, divided by β; no regulariser has a β of 0. */
function regularSlope(up: number, exponent: number): number {
  if (exponent === 0 || up === 0 || up === 1) return 0;
  const certainty = 2 * up - 1;
  return -2 * Math.sign(certainty) * Math.abs(certainty) ** (exponent - 1);
}

/** The exponent after a share of all updates; 0, for no regulariser, in the first part of them. */
function exponentAt(share: number): number {
  if (share < WARM_UP) return 0;
  return FIRST_EXPONENT + ((LAST_EXPONENT - FIRST_EXPONENT) * (share - WARM_UP)) / (1 - WARM_UP);
}

/** Nearer to a multiple of the step than this, in steps, a weight has no choice: the step has 16 bits. */
const ON_GRID = 2 ** -12;

interface Choices {
  /** The multiple of the step below each weight; of a weight without a choice the nearest. */
  readonly lower: Float32Array;
  /** The places of the weights between two multiples. */
  readonly free: Int32Array;
  /** Where the rectified sigmoid of it is what each of these is above the lower multiple. */
  readonly start: Float64Array;
}

function choicesOf({ kernel, nearest, grid: { steps, most } }: RoundingProblem): Choices {
  const stepOf = (at: number) => steps[at % steps.length]!;
  const free = Int32Array.from(kernel.keys()).filter((at) => {
    const isBetween = Math.abs(kernel[at]! - nearest[at]!) > ON_GRID * stepOf(at);
    return isBetween && Math.abs(kernel[at]!) < most * stepOf(at);
  });
  const lower = nearest.slice();
  const start = Float64Array.from(free, (at) => {
    const exact = kernel[at]! / stepOf(at);
    const below = Math.floor(exact);
    // Adding 0 makes 0 of −0.
    lower[at] = below * stepOf(at) + 0;
    return -Math.log((HIGHEST - LOWEST) / (exact - below - LOWEST) - 1);
  });
  return { lower, free, start };
}

/** The mean squared error of each unit over all examples. */
async function errorsByUnit(
  values: Float32Array,
  { shape, inputs, targets, answer }: RoundingProblem,
  batchSize: number,
): Promise<number[]> {
  const count = inputs.shape[0]!;
  const rows = targets.shape[0]! / count;
  const sums = tf.tidy(() => {
    const kernel = tf.tensor(values, [...shape]);
    let sum: tf.Tensor = tf.zeros([shape.at(-1)!]);
    for (let from = 0; from < count; from += batchSize) {
      const size = Math.min(batchSize, count - from);
      const own = tf.tidy(() => {
        const wanted = tf.slice(targets, from * rows, size * rows);
        return tf.sum(tf.squaredDifference(answer(tf.slice(inputs, from, size), kernel), wanted), 0);
      });
      sum = tf.add(sum, own);
    }
    return tf.div(sum, count * rows);
  });
  try {
    return [...(await sums.data())];
  } finally {
    sums.dispose();
  }
}
