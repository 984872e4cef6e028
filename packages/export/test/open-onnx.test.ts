import * as tf from "@tensorflow/tfjs-core";
import { input, layers, model as modelOf, type SymbolicTensor } from "@tensorflow/tfjs-layers";
import * as runtime from "onnxruntime-web";
import { expect, test } from "vitest";
import { exportOnnx } from "../src/export-onnx.ts";
import { openOnnx } from "../src/open-onnx.ts";

test("openOnnx runs a file of several inputs and outputs, in their order, and leaves no tensors", async () => {
  const [x, y] = [input({ shape: [3], name: "x" }), input({ shape: [2], name: "y" })];
  const sum = layers.dense({ units: 2, name: "sum" }).apply(layers.concatenate().apply([x, y])) as SymbolicTensor;
  const model = modelOf({ inputs: [x, y], outputs: [sum, layers.dense({ units: 4 }).apply(x) as SymbolicTensor] });
  const examples = [tf.randomNormal([5, 3], 0, 1, "float32", 1), tf.randomNormal([5, 2], 0, 1, "float32", 2)];
  const bytes = await exportOnnx(model);
  const tensors = tf.memory().numTensors;
  const file = await openOnnx(bytes, { runtime });
  const given = await file.run(examples);
  await file.close();
  expect(tf.memory().numTensors).toBe(tensors);
  expect(given.map(({ dims }) => dims)).toEqual([
    [5, 2],
    [5, 4],
  ]);
  for (const [index, output] of (model.predict(examples) as tf.Tensor[]).entries()) {
    (await output.data()).forEach((value, at) => {
      expect(given[index]!.data[at]).toBeCloseTo(value, 5);
    });
  }
  model.dispose();
});

test("openOnnx says what is no file", async () => {
  await expect(openOnnx(new Uint8Array(3), { runtime })).rejects.toThrow(
    /^openOnnx: the runtime cannot load the file: /,
  );
  await expect(openOnnx([1] as never, { runtime })).rejects.toThrow(/^openOnnx: bytes must be a Uint8Array, got /);
});
