import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { io } from "@tensorflow/tfjs-core";
import { loadLayersModel } from "@tensorflow/tfjs-layers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createMlp } from "../../src/index.ts";
import { saveModel } from "../../src/node/index.ts";

let directory: string;
const model = createMlp({ exampleShape: [2, 2, 1], hiddenUnits: [5], classCount: 3, dropout: 0.5, seed: 1 });

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "save-model-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

describe("saveModel(model, directory)", () => {
  test("writes the layers format that stock tfjs loads, with the same answers", async () => {
    const target = join(directory, "deep", "student");
    await saveModel(model, target);
    expect(readdirSync(target).sort()).toEqual(["model.json", "weights.bin"]);

    const json = JSON.parse(readFileSync(join(target, "model.json"), "utf8"));
    expect(json.format).toBe("layers-model");
    expect(json.weightsManifest[0].paths).toEqual(["weights.bin"]);
    const weights = readFileSync(join(target, "weights.bin"));
    expect(weights.length).toBe(4 * model.countParams());

    // The way of a browser: tfjs's own loader over what a web server would send.
    const loaded = await loadLayersModel(
      io.fromMemory({
        modelTopology: json.modelTopology,
        weightSpecs: json.weightsManifest[0].weights,
        weightData: new Uint8Array(weights).buffer,
      }),
    );
    tf.tidy(() => {
      const input = tf.randomUniform([3, 2, 2, 1], 0, 1, "float32", 7);
      expect(loaded.apply(input) as tf.Tensor).toBeAllClose(model.apply(input) as tf.Tensor);
    });
    loaded.dispose();
  });

  test("refuses a directory that exists, and replaces it when told to, leaving nothing else behind", async () => {
    const target = join(directory, "student");
    await saveModel(model, target);
    await expect(saveModel(model, target)).rejects.toThrow(
      `saveModel: ${target} exists already; pass { overwrite: true } to replace it`,
    );
    writeFileSync(join(target, "stale.txt"), "old");
    await saveModel(model, target, { overwrite: true });
    expect(readdirSync(target).sort()).toEqual(["model.json", "weights.bin"]);
    expect(readdirSync(directory)).toEqual(["student"]);
  });

  test("leaves nothing behind where it cannot write", async () => {
    const file = join(directory, "file");
    writeFileSync(file, "");
    await expect(saveModel(model, join(file, "student"))).rejects.toThrow(/ENOTDIR|EEXIST/);
    expect(readdirSync(directory)).toEqual(["file"]);
  });
});
