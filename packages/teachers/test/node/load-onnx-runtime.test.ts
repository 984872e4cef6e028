import { expect, test } from "vitest";
import { loadOnnxRuntime } from "../../src/node/load-onnx-runtime.ts";

test("loadOnnxRuntime finds the runtime that is installed next to this package", async () => {
  const { InferenceSession, Tensor } = await loadOnnxRuntime("test");
  expect(new Tensor("float32" as never, Float32Array.of(1, 2) as never, [2])).toMatchObject({ dims: [2] });
  await expect(InferenceSession.create(new Uint8Array(8))).rejects.toThrow();
});
