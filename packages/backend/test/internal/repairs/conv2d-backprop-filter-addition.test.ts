import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkConvolution, type KernelCheck } from "../../check-convolution.ts";
import { CASES, RANDOM } from "../../convolution-cases.ts";
import { numbers, useRepairedWasm } from "../../repaired-wasm.ts";

useRepairedWasm();

const CHECK: KernelCheck = { kernelName: "Conv2DBackpropFilter", inputs: ["x", "dy"], answer: "dFilter" };

describe("the gradient of tf.conv2d with respect to its filter on repaired wasm", () => {
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

  it("refuses images with their channels first, and names the cure", async () => {
    await tf.setBackend("wasm");
    const [x, dy] = [numbers([1, 2, 5, 5]), numbers([1, 3, 5, 5])];
    const attributes = { strides: [1, 1], pad: "same", dataFormat: "NCHW", filterShape: [3, 3, 2, 3] };
    expect(() =>
      tf.engine().runKernel("Conv2DBackpropFilter", { x, dy }, attributes as unknown as tf.NamedAttrMap),
    ).toThrow("wasm backend Conv2DBackpropFilter does not support dataFormat:'NCHW'. Please use 'NHWC'.");
    tf.dispose([x, dy]);
  });
});
