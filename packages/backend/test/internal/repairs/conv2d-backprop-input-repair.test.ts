import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkConvolution, type KernelCheck } from "../../check-convolution.ts";
import { CASES, RANDOM } from "../../convolution-cases.ts";
import { numbers, useRepairedWasm } from "../../repaired-wasm.ts";

useRepairedWasm();

const CHECK: KernelCheck = { kernelName: "Conv2DBackpropInput", inputs: ["dy", "filter"], answer: "dx" };

describe("the gradient of tf.conv2d with respect to its input on repaired wasm", () => {
  it.each(CASES)("equals the cpu backend and the float64 sums: %j", async (testCase) => {
    await checkConvolution(CHECK, testCase);
  });

  it("equals them for random convolutions", async () => {
    await fc.assert(
      fc.asyncProperty(RANDOM, async (testCase) => {
        await checkConvolution(CHECK, testCase);
      }),
      { seed: 20150309, numRuns: 60 },
    );
  });

  it("does not count its scratch memory as growth", async () => {
    await tf.setBackend("wasm");
    const { wasm } = tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } };
    const gradient = tf.grad((x) =>
      tf.sum(tf.square(tf.conv2d(x as tf.Tensor4D, numbers([3, 3, 8, 8]) as tf.Tensor4D, 1, "same"))),
    );
    const x = numbers([8, 20, 20, 8]);
    tf.tidy(() => void gradient(x));
    const size = wasm.HEAPU8.length;
    for (let step = 0; step < 60; step++) tf.tidy(() => void gradient(x));
    expect(wasm.HEAPU8.length).toBe(size);
    x.dispose();
  });
});
