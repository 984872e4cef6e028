import "@tensorflow/tfjs-layers";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { fusedDense } from "../../../src/fused-dense.ts";
import { repairWasm, restoreWasm } from "../../../src/repair-wasm.ts";
import { expectSameAsCpu, numbers, useRepairedWasm } from "../../repaired-wasm.ts";

useRepairedWasm();

const slope = (x: tf.Tensor) => tf.grad((input) => tf.sum(tf.mul(tf.relu(input), numbers([3, 7], 2))))(x);

describe("the gradient of a relu on repaired wasm", () => {
  it("equals that of the cpu backend, on both sides of 0 and at it", async () => {
    await expectSameAsCpu(() => slope(tf.concat([numbers([2, 7]), tf.zeros([1, 7])])));
  });

  it("is one kernel", async () => {
    const x = numbers([3, 7]);
    const { kernelNames, result } = await tf.profile(() => tf.tidy(() => slope(x)));
    expect(kernelNames).toContain("ReluGrad");
    expect(kernelNames).not.toContain("Step");
    tf.dispose([x, result]);
  });

  it("has a gradient of its own: a penalty on the slope can be trained on", async () => {
    const penalty = (x: tf.Tensor) => tf.sum(tf.square(tf.grad((z) => tf.sum(tf.square(tf.relu(z))))(x)));
    await expectSameAsCpu(() => tf.grad(penalty)(numbers([4, 5])));
    const [weights, bias] = [numbers([5, 2], 3) as tf.Tensor2D, numbers([2], 4) as tf.Tensor1D];
    const dense = (x: tf.Tensor) => tf.sum(tf.square(fusedDense(x as tf.Tensor2D, weights, bias, "relu")));
    const second = tf.tidy(() =>
      tf
        .grad((x) => tf.sum(tf.square(tf.grad(dense)(x))))(numbers([4, 5]))
        .dataSync(),
    );
    const plain = (x: tf.Tensor) => tf.sum(tf.square(tf.relu(tf.add(tf.matMul(x as tf.Tensor2D, weights), bias))));
    const expected = tf.tidy(() =>
      tf
        .grad((x) => tf.sum(tf.square(tf.grad(plain)(x))))(numbers([4, 5]))
        .dataSync(),
    );
    expect(second).toBeAllClose(expected as Float32Array, { rtol: 1e-4, atol: 1e-5 });
    tf.dispose([weights, bias]);
  });

  it("is tfjs's own again after the repairs are taken back", () => {
    const { version } = { version: "4.22.0" };
    const repaired = tf.getGradient("Relu");
    restoreWasm();
    const stock = tf.getGradient("Relu");
    expect(stock).not.toBe(repaired);
    repairWasm({ wasmVersion: version });
    repairWasm({ wasmVersion: version });
    restoreWasm();
    expect(tf.getGradient("Relu")).toBe(stock);
    repairWasm({ wasmVersion: version });
  });
});
