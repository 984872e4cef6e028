import fc from "fast-check";
import { describe, it } from "vitest";
import { checkConvolution, type KernelCheck } from "../../check-convolution.ts";
import { DEPTHWISE, DILATED, RANDOM } from "../../convolution-cases.ts";
import { useRepairedWasm } from "../../repaired-wasm.ts";

useRepairedWasm();

const CHECK: KernelCheck = {
  kernelName: "DepthwiseConv2dNativeBackpropFilter",
  inputs: ["x", "dy"],
  answer: "dFilter",
  isDepthwise: true,
};

describe("the gradient of tf.depthwiseConv2d with respect to its filter on repaired wasm", () => {
  it.each(DEPTHWISE)("equals the cpu backend and the float64 sums: %j", async (testCase) => {
    await checkConvolution(CHECK, testCase);
  });

  // The cpu backend forgets the dilations in its gradients.
  it.each(DILATED)("equals the float64 sums with dilations: %j", async (testCase) => {
    await checkConvolution(CHECK, testCase, false);
  });

  it("equals both for random convolutions", async () => {
    const few = RANDOM.filter(({ x, filter }) => x[3] * filter[2] <= 60);
    await fc.assert(
      fc.asyncProperty(few, async (testCase) => {
        await checkConvolution(CHECK, testCase);
      }),
      { seed: 20150309, numRuns: 60 },
    );
  });
});
