import * as tf from "@tensorflow/tfjs-core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { repairOrRestorePadding } from "../../../src/internal/repairs/padding-repairs.ts";
import { repairWasm, restoreWasm } from "../../../src/repair-wasm.ts";
import { numbers } from "../../repaired-wasm.ts";

type Backend = "cpu" | "wasm";

beforeEach(async () => {
  await tf.setBackend("wasm");
  repairWasm({ wasmVersion: "4.22.0" });
  repairOrRestorePadding("cpu", true);
});

afterEach(async () => {
  restoreWasm();
  repairOrRestorePadding("cpu", false);
  await tf.setBackend("cpu");
});

const x = () => numbers([2, 6, 7, 3]) as tf.Tensor4D;
const filter = () => numbers([4, 1, 3, 2], 2) as tf.Tensor4D;
const MARGINS = [
  [0, 0],
  [1, 1],
  [1, 1],
  [0, 0],
] as unknown as number;

/** The operations forward; each must be the same with a number and with the margin written out. */
const OPERATIONS: Readonly<Record<string, (pad: number) => tf.Tensor>> = {
  conv2d: (pad) => tf.conv2d(x(), filter(), [2, 1], pad),
  "fused.conv2d": (pad) => tf.fused.conv2d({ x: x(), filter: filter(), strides: [2, 1], pad, activation: "relu" }),
  depthwiseConv2d: (pad) => tf.depthwiseConv2d(x(), filter(), [2, 1], pad as unknown as "same"),
  maxPool: (pad) => tf.maxPool(x(), [4, 2], [2, 1], pad),
  avgPool: (pad) => tf.avgPool(x(), [4, 2], [2, 1], pad),
  maxPoolWithArgmax: (pad) => tf.maxPoolWithArgmax(tf.abs(x()), [4, 2], [2, 1], pad).result!,
};

describe.each(["cpu", "wasm"] as const)("a margin of one number on repaired %s", (backend: Backend) => {
  it.each(Object.keys(OPERATIONS))("is a margin on every side for %s", async (operation) => {
    await tf.setBackend(backend);
    const compute = OPERATIONS[operation]!;
    tf.tidy(() => {
      const [got, expected] = [compute(1), compute(MARGINS)];
      expect(got.shape.slice(0, 2)).toEqual([2, 3]);
      expect(got.shape[2]).toBe(operation.includes("onv") ? 9 : 8);
      expect(got).toBeAllClose(expected, { rtol: 0, atol: 0 });
    });
  });

  it.each(["conv2d", "depthwiseConv2d", "maxPool", "avgPool"])("is one for the gradient of %s", async (operation) => {
    await tf.setBackend(backend);
    const compute = (pad: number) => (image: tf.Tensor) => {
      const image4 = image as tf.Tensor4D;
      if (operation === "conv2d") return tf.conv2d(image4, filter(), [2, 1], pad);
      if (operation === "depthwiseConv2d")
        return tf.depthwiseConv2d(image4, filter(), [2, 1], pad as unknown as "same");
      return operation === "maxPool"
        ? tf.maxPool(image4, [4, 2], [2, 1], pad)
        : tf.avgPool(image4, [4, 2], [2, 1], pad);
    };
    tf.tidy(() => {
      const [got, expected] = [1, MARGINS].map((pad) => tf.grad(compute(pad))(x()));
      expect(got!).toBeAllClose(expected!, { rtol: 0, atol: 0 });
    });
  });
});

describe("a margin of one number on cpu", () => {
  it("is one for images with their channels first", async () => {
    await tf.setBackend("cpu");
    tf.tidy(() => {
      const first = tf.conv2d(tf.transpose(x(), [0, 3, 1, 2]) as tf.Tensor4D, filter(), [2, 1], 1, "NCHW");
      const last = tf.conv2d(x(), filter(), [2, 1], 1);
      expect(tf.transpose(first, [0, 2, 3, 1])).toBeAllClose(last);
    });
  });

  it("has the wrong shape again when the kernels are put back", async () => {
    await tf.setBackend("cpu");
    const shape = () => tf.tidy(() => tf.conv2d(x(), filter(), 1, 0).shape);
    expect(shape()).toEqual([2, 3, 7, 2]);
    expect(repairOrRestorePadding("cpu", false)).toEqual([]);
    expect(shape()).toEqual([2, 3, 4, 2]);
  });
});
