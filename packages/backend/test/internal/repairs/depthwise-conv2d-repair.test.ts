import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkConvolution, type KernelCheck } from "../../check-convolution.ts";
import { DEPTHWISE, DILATED, RANDOM } from "../../convolution-cases.ts";
import { numbers, useRepairedWasm } from "../../repaired-wasm.ts";

useRepairedWasm();

const CHECK: KernelCheck = {
  kernelName: "DepthwiseConv2dNative",
  inputs: ["x", "filter"],
  answer: "y",
  isDepthwise: true,
};

describe("tf.depthwiseConv2d on repaired wasm", () => {
  it("convolves each channel by filters of its own", async () => {
    // Channel a by [1, 1] and [1, -1], channel b by [2, 0] and [0, 3]: a+a', a-a', 2b, 3b'.
    const x = tf.tensor4d([1, 10, 2, 20, 4, 40], [1, 1, 3, 2]);
    const filter = tf.tensor4d([1, 1, 2, 0, 1, -1, 0, 3], [1, 2, 2, 2]);
    const y = tf.depthwiseConv2d(x, filter, 1, "valid");
    expect(y.shape).toEqual([1, 1, 2, 4]);
    expect(Array.from(await y.data())).toEqual([3, -1, 20, 60, 6, -2, 40, 120]);
    tf.dispose([x, filter, y]);
  });

  it.each([...DEPTHWISE, ...DILATED])("equals the cpu backend and the float64 sums: %j", async (testCase) => {
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

  it("writes nothing beside its output", async () => {
    await tf.setBackend("wasm");
    const [x, filter] = [numbers([2, 6, 6, 3]) as tf.Tensor4D, numbers([4, 1, 3, 2], 2) as tf.Tensor4D];
    const neighbours = Array.from({ length: 8 }, () => tf.fill([2, 2, 6, 6], 7));
    const between = tf.depthwiseConv2d(x, filter, 1, 0);
    const more = tf.fill([2, 2, 6, 6], 7);
    const after = tf.depthwiseConv2d(x, filter, 1, 0);
    expect(between.shape).toEqual([2, 3, 6, 6]);
    for (const neighbour of [...neighbours, more]) expect(new Set(await neighbour.data())).toEqual(new Set([7]));
    expect(await after.data()).toEqual(await between.data());
    tf.dispose([x, filter, ...neighbours, between, more, after]);
  });

  it("refuses a window that is larger than the image", async () => {
    await tf.setBackend("wasm");
    const [x, filter] = [numbers([1, 2, 5, 3]) as tf.Tensor4D, numbers([4, 1, 3, 2]) as tf.Tensor4D];
    const words = (kernel: string) => `${kernel}: a window of 4×1 is larger than the image of 2×5 with its margin`;
    expect(() => tf.depthwiseConv2d(x, filter, 1, "valid")).toThrow(words("DepthwiseConv2dNative"));
    expect(() => tf.conv2d(x, filter, 1, 0)).toThrow(words("Conv2D"));
    tf.dispose([x, filter]);
  });
});
