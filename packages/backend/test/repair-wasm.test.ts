import { version_wasm } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { repairWasm, restoreWasm } from "../src/repair-wasm.ts";

/** Those that the backend has itself, and those that it lacks. */
const REPLACED = [
  "Add",
  "AvgPool",
  "AvgPool3D",
  "AvgPool3DGrad",
  "AvgPoolGrad",
  "BatchMatMul",
  "Conv2D",
  "Conv2DBackpropInput",
  "Conv3D",
  "Conv3DBackpropFilterV2",
  "Conv3DBackpropInputV2",
  "DepthwiseConv2dNative",
  "Dilation2D",
  "Dilation2DBackpropFilter",
  "Dilation2DBackpropInput",
  "Exp",
  "FusedConv2D",
  "FusedDepthwiseConv2D",
  "GatherV2",
  "Identity",
  "MaxPool",
  "MaxPool3D",
  "MaxPool3DGrad",
  "MaxPoolGrad",
  "MaxPoolWithArgmax",
  "Mean",
  "OneHot",
  "Slice",
  "Sum",
  "Tanh",
  "Tile",
  "Transpose",
  "_FusedMatMul",
];
const ADDED = [
  "BatchNorm",
  "BatchNormGrad",
  "Conv2DBackpropFilter",
  "DepthwiseConv2dNativeBackpropFilter",
  "DepthwiseConv2dNativeBackpropInput",
  "DistillationHead",
  "GruSteps",
  "GruStepsGrad",
  "LstmSteps",
  "LstmStepsGrad",
  "ReluGrad",
  "ScaleEachRow",
  "SeededDropout",
  "SimpleSteps",
  "SimpleStepsGrad",
  "UnsortedSegmentSum",
];
const KERNELS = [...REPLACED, ...ADDED].sort();

const functions = () => KERNELS.map((name) => tf.getKernel(name, "wasm")?.kernelFunc);

// Another file of the process may have left them repaired.
beforeAll(() => restoreWasm());
afterEach(() => {
  restoreWasm();
});

describe("repairWasm({ wasmVersion, coreVersion })", () => {
  it("replaces its kernels and says which", () => {
    const stock = functions();
    expect(repairWasm({ wasmVersion: version_wasm })).toEqual({ repairs: KERNELS, applied: KERNELS });
    functions().forEach((repaired, index) => {
      expect(repaired).not.toBe(stock[index]);
    });
  });

  it("touches no other kernel", () => {
    const others = () => tf.getKernelsForBackend("wasm").filter(({ kernelName }) => !KERNELS.includes(kernelName));
    const before = new Set(others());
    repairWasm({ wasmVersion: version_wasm });
    expect(new Set(others())).toEqual(before);
  });

  it("does nothing the second time", () => {
    repairWasm({ wasmVersion: version_wasm });
    const repaired = functions();
    expect(repairWasm({ wasmVersion: version_wasm })).toEqual({ repairs: KERNELS, applied: [] });
    expect(functions()).toEqual(repaired);
  });

  it("keeps what a backend that starts later needs", async () => {
    repairWasm({ wasmVersion: version_wasm });
    await tf.setBackend("wasm");
    const product = tf.tidy(() => tf.matMul(tf.tensor2d([[1, 2]]), tf.tensor2d([[3, 4]]), false, true));
    expect(product).toBeAllClose([[11]]);
    product.dispose();
    await tf.setBackend("cpu");
  });

  it.each([
    [{ wasmVersion: "4.21.0" }, "tfjs-backend-wasm 4.22.0, installed is 4.21.0"],
    [{ wasmVersion: "4.22.1" }, "tfjs-backend-wasm 4.22.0, installed is 4.22.1"],
    [{ wasmVersion: "4.22.0", coreVersion: "4.23.0" }, "tfjs-core 4.22.0, installed is 4.23.0"],
  ])("refuses %j in one line and changes nothing", (versions, words) => {
    const stock = functions();
    expect(() => repairWasm(versions)).toThrow(
      new Error(
        `repairWasm: the repairs were written for @tensorflow/${words}; ` +
          'run "npm install @tensorflow/tfjs-core@4.22.0 @tensorflow/tfjs-backend-wasm@4.22.0", ' +
          "or go without them: selectBackend({ repairs: false })",
      ),
    );
    expect(functions()).toEqual(stock);
  });

  it("refuses a wasm backend whose kernels are not registered", () => {
    const kernel = tf.getKernel("BatchMatMul", "wasm");
    tf.unregisterKernel("BatchMatMul", "wasm");
    const others = () => tf.getKernel("Sum", "wasm").kernelFunc;
    const stock = others();
    try {
      expect(() => repairWasm({ wasmVersion: version_wasm })).toThrow(
        new Error(
          'repairWasm: the wasm backend has no kernels; import "@tensorflow/tfjs-backend-wasm" before the repairs',
        ),
      );
      expect(others()).toBe(stock);
    } finally {
      tf.registerKernel(kernel);
    }
  });
});

describe("restoreWasm()", () => {
  it("puts back exactly the kernels that were replaced", () => {
    const stock = functions();
    repairWasm({ wasmVersion: version_wasm });
    expect(restoreWasm()).toEqual(KERNELS);
    functions().forEach((kernel, index) => {
      expect(kernel).toBe(stock[index]);
    });
  });

  it("has nothing to put back when nothing was repaired", () => {
    expect(restoreWasm()).toEqual([]);
  });

  it("finds the repairs of another copy of this package", async () => {
    const url = new URL("../src/repair-wasm.ts?copy", import.meta.url).href;
    const copy = (await import(/* @vite-ignore */ url)) as { repairWasm: typeof repairWasm };
    expect(copy.repairWasm).not.toBe(repairWasm);
    copy.repairWasm({ wasmVersion: version_wasm });
    expect(repairWasm({ wasmVersion: version_wasm }).applied).toEqual([]);
    expect(restoreWasm()).toEqual(KERNELS);
  });
});
