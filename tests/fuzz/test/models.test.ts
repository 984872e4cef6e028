import { readFileSync, writeFileSync } from "node:fs";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import { createCnn, createMlp } from "@dark-knowledge/training";
import { loadModel, saveModel } from "@dark-knowledge/training/node";
import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { damage, damaged } from "../src/damage.ts";
import { wrongRefusal } from "../src/refusal.ts";
import { runs } from "../src/runs.ts";

const inside = useTemporaryDirectory();

const MODELS = {
  mlp: () => createMlp({ exampleShape: [3], hiddenUnits: [2], classCount: 2, dropout: 0.5, seed: 1 }),
  cnn: () => createCnn({ exampleShape: [6, 6, 1], filters: [2], classCount: 2, batchNorm: true, seed: 1 }),
};

test.each(Object.entries(MODELS))(
  "a damaged %s is loaded, or refused in one line with no tensors left",
  async (name, make) => {
    const model = make();
    await saveModel(model, inside(name));
    model.dispose();
    const topology = readFileSync(inside(`${name}/model.json`));
    const { numTensors } = tf.memory();
    const property = fc.asyncProperty(damage, async (changes) => {
      writeFileSync(inside(`${name}/model.json`), damaged(topology, changes));
      const wrong = await wrongRefusal(async () => (await loadModel(inside(name))).dispose());
      expect(wrong).toBeUndefined();
      expect(tf.memory().numTensors).toBe(numTensors);
    });
    await fc.assert(property, runs(0.02));
  },
);
