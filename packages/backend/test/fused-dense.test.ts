import { expectGradient, type Rows } from "@dark-knowledge/testing";
import "@tensorflow/tfjs-layers";
import * as tf from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DenseActivation, fusedDense } from "../src/fused-dense.ts";
import { restoreWasm } from "../src/repair-wasm.ts";
import { selectBackend } from "../src/select-backend.ts";
import { numbers } from "./repaired-wasm.ts";

const x = wavyRows(5, 7, 1);
const weights = wavyRows(7, 6, 2);
const bias = wavyRows(1, 6, 3);

function wavyRows(rows: number, columns: number, salt: number): Rows {
  return Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (_, j) => Math.sin((i * columns + j) * 12.9898 + salt * 78.233)),
  );
}

/** The layer from its definition, in float64: one number per example, the sum over units weighted by 1, 2, 3, …. */
function oracle(activation: DenseActivation, xs: Rows, ws: Rows, [bs]: Rows): number[] {
  return xs.map((row) =>
    bs!
      .map((start, unit) => row.reduce((sum, value, input) => sum + value * ws[input]![unit]!, start))
      .reduce((sum, z, unit) => sum + (unit + 1) * (activation === "relu" ? Math.max(0, z) : z), 0),
  );
}

const layer = (activation: DenseActivation) => (xs: tf.Tensor2D, ws: tf.Tensor2D, bs: tf.Tensor2D) => {
  // Not a reshape: the stock wasm backend refuses a bias whose memory was made for a matrix.
  const y = fusedDense(xs, ws, tf.sum(bs, 0), activation);
  return tf.sum(tf.mul(y, tf.tensor1d([1, 2, 3, 4, 5, 6])), 1) as tf.Tensor1D;
};

describe.each(["cpu", "repaired wasm", "stock wasm"])("fusedDense on %s", (name) => {
  beforeAll(async () => {
    await selectBackend({ prefer: [name === "cpu" ? "cpu" : "wasm"], repairs: name !== "stock wasm" });
  });
  afterAll(async () => {
    restoreWasm();
    await tf.setBackend("cpu");
  });

  it.each(["linear", "relu"] as const)("is activation(x·w + b) and has the exact gradients, %s", (activation) => {
    const value = tf.tidy(() => layer(activation)(tf.tensor2d(x), tf.tensor2d(weights), tf.tensor2d(bias)).dataSync());
    expect(value).toBeAllClose(oracle(activation, x, weights, bias));
    expectGradient(layer(activation), [x, weights, bias], {
      oracle: (xs, ws, bs) => oracle(activation, xs!, ws!, bs!),
    });
  });

  it("makes one tensor, and a gradient step leaves nothing", () => {
    const [xs, ws, bs] = [tf.tensor2d(x), tf.tensor2d(weights), numbers([6]) as tf.Tensor1D];
    expect(() => fusedDense(xs, ws, bs, "relu")).toAllocate(1);
    const slope = tf.grad((w) => tf.sum(fusedDense(xs, w as tf.Tensor2D, bs, "relu")));
    expect(() => slope(ws)).toAllocate(1);
    tf.dispose([xs, ws, bs]);
  });

  it("runs one kernel forward, and no product for what is not differentiated", async () => {
    const [xs, ws, bs] = [tf.tensor2d(x), tf.tensor2d(weights), numbers([6]) as tf.Tensor1D];
    const forward = await tf.profile(() => fusedDense(xs, ws, bs, "relu"));
    expect(forward.kernelNames).toEqual(["FusedDense"]);
    const both = await tf.profile(() => tf.grad((w) => tf.sum(fusedDense(xs, w as tf.Tensor2D, bs, "relu")))(ws));
    expect(both.kernels.filter(({ name }) => name === "BatchMatMul")).toHaveLength(1);
    tf.dispose([xs, ws, bs, forward.result, both.result]);
  });
});

describe("fusedDense", () => {
  it.each([
    ["weights", [4, 3], [3], "fusedDense: weights must have shape [2, 3] (as x), got [4, 3]"],
    ["bias", [2, 3], [2], "fusedDense: bias must have shape [3] (as weights), got [2]"],
  ])("refuses %s that do not fit", (_, weightShape, biasShape, message) => {
    const tensors = [tf.ones([1, 2]), tf.ones(weightShape as [number, number]), tf.ones(biasShape as [number])] as [
      tf.Tensor2D,
      tf.Tensor2D,
      tf.Tensor1D,
    ];
    expect(() => fusedDense(...tensors)).toThrow(message);
    tf.dispose(tensors);
  });

  it("refuses an activation that it has not", () => {
    const tensors = [tf.ones([1, 2]), tf.ones([2, 2]), tf.ones([2])] as [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D];
    expect(() => fusedDense(...tensors, "tanh" as "relu")).toThrow(/^fusedDense: activation must be .*linear.*relu/);
    tf.dispose(tensors);
  });
});
