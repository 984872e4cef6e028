import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import { decodeWeights } from "../src/decode-weights.ts";

test("weights lie one after the other, each in its own type", () => {
  const quantization = { dtype: "float16" };
  const weightSpecs = [
    { name: "a", shape: [2], dtype: "float32", quantization },
    { name: "b", shape: [], dtype: "int32" },
    { name: "c", shape: [0], dtype: "float32" },
    { name: "d", shape: [3], dtype: "bool" },
  ];
  // 1 and −½ as halves; 7; 1, 0, 1.
  const weightData = Uint8Array.of(0x00, 0x3c, 0x00, 0xb8, 7, 0, 0, 0, 1, 0, 1).buffer;
  expect([...decodeWeights({ weightSpecs, weightData })]).toEqual([
    ["a", { shape: [2], dtype: "float32", values: Float32Array.of(1, -0.5) }],
    ["b", { shape: [], dtype: "int32", values: Float32Array.of(7) }],
    ["c", { shape: [0], dtype: "float32", values: Float32Array.of() }],
    ["d", { shape: [3], dtype: "bool", values: Float32Array.of(1, 0, 1) }],
  ]);
});

test("whole numbers that are quantised are rounded, as in TensorFlow.js", async () => {
  const quantization = { dtype: "uint8", scale: 0.75, min: -1 };
  const weightSpecs = [{ name: "a", shape: [4], dtype: "int32" as const, quantization }];
  const weightData = Uint8Array.of(0, 1, 2, 3).buffer;
  // −1, −0.25, 0.5 and 1.25.
  expect(decodeWeights({ weightSpecs, weightData }).get("a")!.values).toEqual(Float32Array.of(-1, 0, 1, 1));
  const decoded = tf.io.decodeWeights(weightData, weightSpecs as never);
  expect(Array.from(await decoded.a!.data())).toEqual([-1, 0, 1, 1]);
  tf.dispose(decoded);
});

test("shapes that are none are refused", () => {
  const weightSpecs = [{ name: "a", shape: [-1], dtype: "float32" }];
  expect(() => decodeWeights({ weightSpecs })).toThrow(
    "decodeWeights: artifacts.weightSpecs[0].shape must be a list of sizes, got [-1]",
  );
});
