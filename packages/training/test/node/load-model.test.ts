import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createMlp, fingerprintWeights } from "../../src/index.ts";
import { loadModel, saveModel } from "../../src/node/index.ts";

let directory: string;
let target: string;
const model = createMlp({ exampleShape: [4], hiddenUnits: [5], classCount: 3, seed: 1 });
const weightsOf = (layers: typeof model) => layers.weights.map((weight) => weight.read());

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "load-model-"));
  target = join(directory, "model");
  await saveModel(model, target);
});
afterEach(() => rmSync(directory, { recursive: true }));

describe("loadModel(directory)", () => {
  test("gives back every weight bit for bit", async () => {
    const loaded = await loadModel(target);
    expect(await fingerprintWeights(weightsOf(loaded))).toBe(await fingerprintWeights(weightsOf(model)));
    loaded.dispose();
  });

  test("allocates the model's weights and nothing else", async () => {
    const before = tf.memory().numTensors;
    const loaded = await loadModel(target);
    expect(tf.memory().numTensors).toBe(before + model.weights.length);
    loaded.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test("names the file that is missing, damaged or of the wrong length", async () => {
    await expect(loadModel(join(directory, "nowhere"))).rejects.toThrow(
      `loadModel: cannot read ${join(directory, "nowhere", "model.json")} (ENOENT)`,
    );
    const weights = join(target, "weights.bin");
    truncateSync(weights, 10);
    await expect(loadModel(target)).rejects.toThrow(
      `loadModel: ${weights} must have 172 bytes (as ${join(target, "model.json")} says), got 10; copy the model again`,
    );
    rmSync(weights);
    await expect(loadModel(target)).rejects.toThrow(`loadModel: cannot read ${weights} (ENOENT)`);
    writeFileSync(join(target, "model.json"), "{}");
    await expect(loadModel(target)).rejects.toThrow(
      `loadModel: ${join(target, "model.json")} is not a tfjs layers model: it has no modelTopology and weightsManifest`,
    );
    writeFileSync(join(target, "model.json"), "{");
    await expect(loadModel(target)).rejects.toThrow(
      /^loadModel: .*model\.json is not JSON \(.*\); copy the model again$/,
    );
  });
});
