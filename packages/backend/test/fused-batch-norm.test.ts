import "@tensorflow/tfjs-layers";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fusedBatchNorm } from "../src/fused-batch-norm.ts";
import { restoreWasm } from "../src/repair-wasm.ts";
import { selectBackend } from "../src/select-backend.ts";
import { numbers } from "./repaired-wasm.ts";

const EPSILON = 1e-3;

/** By its definition in float64, with the gradients of Σ weight·y + Σ mean + 2·Σ variance in closed form. */
function oracle(x: ArrayLike<number>, gamma: ArrayLike<number>, beta: ArrayLike<number>, dy: ArrayLike<number>) {
  const channels = gamma.length;
  const n = x.length / channels;
  const result = { y: [] as number[], mean: [] as number[], variance: [] as number[] };
  const slopes = { x: [] as number[], gamma: [] as number[], beta: [] as number[] };
  for (let j = 0; j < channels; j++) {
    const column = Array.from({ length: n }, (_, row) => x[row * channels + j]!);
    const mean = column.reduce((sum, value) => sum + value, 0) / n;
    const variance = column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n;
    const deviation = Math.sqrt(variance + EPSILON);
    const normal = column.map((value) => (value - mean) / deviation);
    const upstream = column.map((_, row) => dy[row * channels + j]!);
    const sum = upstream.reduce((total, value) => total + value, 0);
    const product = upstream.reduce((total, value, row) => total + value * normal[row]!, 0);
    normal.forEach((value, row) => {
      const at = row * channels + j;
      result.y[at] = gamma[j]! * value + beta[j]!;
      slopes.x[at] =
        (gamma[j]! / deviation) * (upstream[row]! - sum / n - (value * product) / n) +
        (1 + 4 * (column[row]! - mean)) / n;
    });
    result.mean[j] = mean;
    result.variance[j] = variance;
    slopes.gamma[j] = product;
    slopes.beta[j] = sum;
  }
  return { ...result, slopes: [slopes.x, slopes.gamma, slopes.beta] };
}

function check(shape: readonly number[], offset = 0): void {
  tf.tidy(() => {
    const channels = shape.at(-1)!;
    const x = tf.add(numbers(shape, 1), offset);
    const [gamma, beta, dy] = [numbers([channels], 2), numbers([channels], 3), numbers(shape, 4)];
    const normalise = (a: tf.Tensor, b: tf.Tensor, c: tf.Tensor) =>
      fusedBatchNorm(a, b as tf.Tensor1D, c as tf.Tensor1D, { epsilon: EPSILON });
    const { y, mean, variance } = normalise(x, gamma, beta);
    const slopes = tf.grads((a, b, c) => {
      const all = normalise(a!, b!, c!);
      return tf.addN([tf.sum(tf.mul(all.y, dy)), tf.sum(all.mean), tf.mul(2, tf.sum(all.variance))]);
    })([x, gamma, beta]);
    const expected = oracle(x.dataSync(), gamma.dataSync(), beta.dataSync(), dy.dataSync());
    // A mean far from 0 costs digits of x itself.
    const tolerances = { rtol: 1e-5, atol: 4e-6 * (1 + Math.abs(offset)) };
    expect(mean.dataSync(), "mean").toBeAllClose(expected.mean, tolerances);
    expect(variance.dataSync(), "variance").toBeAllClose(expected.variance, tolerances);
    expect(y.dataSync(), "y").toBeAllClose(expected.y, tolerances);
    slopes.forEach((slope, index) => {
      const atol = tolerances.atol * Math.max(1, shape[0]!);
      expect(slope.dataSync(), `gradient ${index}`).toBeAllClose(expected.slopes[index]!, { rtol: 2e-5, atol });
    });
  });
}

describe.each(["cpu", "repaired wasm"])("fusedBatchNorm on %s", (name) => {
  beforeAll(async () => {
    await selectBackend({ prefer: [name === "cpu" ? "cpu" : "wasm"] });
  });
  afterAll(async () => {
    restoreWasm();
    await tf.setBackend("cpu");
  });

  it("is γ(x − mean) / √(variance + ε) + β, with its gradients", () => {
    check([7, 5]);
    check([40, 3, 2, 9]);
    check([1, 1]);
  });

  it("keeps its digits where the mean is far from 0", () => check([64, 8], 100));

  it("holds for random shapes", () => {
    const shapes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(shapes, (shape) => check(shape)),
      { seed: 20150211, numRuns: 30 },
    );
  });

  it("leaves nothing but what it returns", () => {
    const inputs = [numbers([6, 4]), numbers([4], 2), numbers([4], 3)] as [tf.Tensor, tf.Tensor1D, tf.Tensor1D];
    expect(() => Object.values(fusedBatchNorm(...inputs))).toAllocate(3);
    const slopes = tf.grads((x, gamma, beta) =>
      tf.sum(fusedBatchNorm(x!, gamma as tf.Tensor1D, beta as tf.Tensor1D).y),
    );
    expect(() => slopes(inputs)).toAllocate(3);
    tf.dispose(inputs);
  });
});

describe("fusedBatchNorm", () => {
  it("refuses what does not fit", () => {
    const [x, three, two] = [tf.ones([4, 3]), tf.ones([3]) as tf.Tensor1D, tf.ones([2]) as tf.Tensor1D];
    const message = "fusedBatchNorm: gamma must have shape [3] (as the last axis of x), got [2]";
    expect(() => fusedBatchNorm(x, two, three)).toThrow(message);
    expect(() => fusedBatchNorm(three, three, three)).toThrow("fusedBatchNorm: x must have at least two axes, got [3]");
    expect(() => fusedBatchNorm(x, three, three, { epsilon: 0 })).toThrow("fusedBatchNorm: epsilon must be a positive");
    tf.dispose([x, three, two]);
  });
});
