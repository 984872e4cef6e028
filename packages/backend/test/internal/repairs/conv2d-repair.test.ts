import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { floatsOf, type WasmBackend } from "../../../src/internal/wasm/wasm-backend.ts";
import { checkConvolution, type KernelCheck } from "../../check-convolution.ts";
import { CASES, DILATED, RANDOM } from "../../convolution-cases.ts";
import { expectSameAsCpu, numbers, useRepairedWasm } from "../../repaired-wasm.ts";

useRepairedWasm();

const CHECK: KernelCheck = { kernelName: "Conv2D", inputs: ["x", "filter"], answer: "y" };

describe("tf.conv2d on repaired wasm", () => {
  it("slides a filter over an image", async () => {
    // The filter adds each pixel to its right neighbour: 1+2, 2+3, 3+0 with a margin of zeros at the right.
    const x = tf.tensor4d([1, 2, 3], [1, 1, 3, 1]);
    const filter = tf.tensor4d([1, 1], [1, 2, 1, 1]);
    const y = tf.conv2d(x, filter, 1, "same");
    expect(Array.from(await y.data())).toEqual([3, 5, 3]);
    tf.dispose([x, filter, y]);
  });

  it.each([...CASES, ...DILATED])("equals the cpu backend and the float64 sums: %j", async (testCase) => {
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

  it("has a margin on each side of its own", async () => {
    const pads: [number, number][] = [
      [0, 0],
      [2, 0],
      [0, 1],
      [0, 0],
    ];
    await expectSameAsCpu(() =>
      tf.conv2d(numbers([2, 5, 6, 3]) as tf.Tensor4D, numbers([3, 3, 3, 10], 2) as tf.Tensor4D, 1, pads as never),
    );
  });

  it("sees a filter that has changed in place", async () => {
    await tf.setBackend("wasm");
    const [x, filter] = [numbers([1, 5, 5, 4]) as tf.Tensor4D, numbers([3, 3, 4, 8]) as tf.Tensor4D];
    const before = tf.conv2d(x, filter, 1, "same");
    const values = floatsOf(tf.backend() as unknown as WasmBackend, filter);
    values.forEach((value, index) => {
      values[index] = 2 * value;
    });
    const after = tf.conv2d(x, filter, 1, "same");
    expect(await after.data()).toBeAllClose((await before.data()).map((value) => 2 * value) as Float32Array);
    tf.dispose([x, filter, before, after]);
  });

  it("refuses images with their channels first, and names the cure", async () => {
    await tf.setBackend("wasm");
    const [x, filter] = [numbers([1, 2, 5, 5]) as tf.Tensor4D, numbers([3, 3, 2, 3]) as tf.Tensor4D];
    expect(() => tf.conv2d(x, filter, 1, "same", "NCHW")).toThrow(
      "wasm backend Conv2D does not support dataFormat:'NCHW'. Please use 'NHWC'.",
    );
    tf.dispose([x, filter]);
  });
});
