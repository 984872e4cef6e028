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

test("shapes that are none are refused", () => {
  const weightSpecs = [{ name: "a", shape: [-1], dtype: "float32" }];
  expect(() => decodeWeights({ weightSpecs })).toThrow(
    "decodeWeights: artifacts.weightSpecs[0].shape must be a list of sizes, got [-1]",
  );
});
