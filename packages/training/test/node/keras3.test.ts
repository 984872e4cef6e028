import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { selectBackend } from "@dark-knowledge/backend";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";
import { loadModel, saveModel } from "../../src/node/index.ts";

const inside = useTemporaryDirectory();
const folderOf = (name: string) => fileURLToPath(new URL(`../fixtures/keras3/${name}`, import.meta.url));
const numbers = async (tensor: tf.Tensor) => [...(await tensor.data())];

// Recurrent layers and an orthogonal initializer.
beforeAll(async () => {
  await selectBackend({ prefer: [process.env.TEST_BACKEND === "wasm" ? "wasm" : "cpu"] });
});

describe("loadModel(directory) of a model that Keras 3 wrote", () => {
  test.each(["mlp", "cnn", "recurrent", "nested"])(
    "%s gives Keras's answers, also when it was saved again",
    async (name) => {
      const { shape, input, output } = JSON.parse(readFileSync(`${folderOf(name)}/example.json`, "utf8"));
      const x = tf.tensor(input, shape);
      const before = tf.memory().numTensors;
      const model = await loadModel(folderOf(name));
      // tfjs-layers leaves tensors behind when it builds a recurrent layer.
      if (name !== "recurrent") expect(tf.memory().numTensors).toBe(before + model.weights.length);
      const answer = model.predict(x) as tf.Tensor;
      expect(await numbers(answer)).toBeAllClose(output, { rtol: 1e-5, atol: 1e-6 });
      await saveModel(model, inside(name));
      const again = await loadModel(inside(name));
      expect(await numbers(again.predict(x) as tf.Tensor)).toEqual(await numbers(answer));
      model.dispose();
      again.dispose();
    },
  );

  test("names a weight that belongs to no layer", async () => {
    cpSync(folderOf("mlp"), inside("broken"), { recursive: true });
    const path = inside("broken", "model.json");
    const text = readFileSync(path, "utf8").replaceAll("sequential/dense_1/bias", "sequential/dense_1/offset");
    writeFileSync(path, text);
    const before = tf.memory().numTensors;
    await expect(loadModel(inside("broken"))).rejects.toThrow(
      `loadModel: ${path} describes no model that can be built (weight sequential/dense_1/offset belongs to no layer (dense/kernel, dense/bias, `,
    );
    expect(tf.memory().numTensors).toBe(before);
  });
});
