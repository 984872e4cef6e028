import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { createRandom } from "@dark-knowledge/core";
import { useChild } from "@dark-knowledge/testing/node";
import * as tf from "@tensorflow/tfjs-core";
import { io } from "@tensorflow/tfjs-core";
import {
  input,
  type LayersModel,
  layers,
  loadLayersModel,
  model as modelOf,
  type SymbolicTensor,
  sequential,
} from "@tensorflow/tfjs-layers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createCnn, createMlp } from "../../src/index.ts";
import { loadModel, saveModel } from "../../src/node/index.ts";

let directory: string;
const SHAPE = { exampleShape: [2, 2, 1], classCount: 3 };
const model = createMlp({ ...SHAPE, hiddenUnits: [5], dropout: 0.5, seed: 1 });

const startChild = useChild("save-and-be-killed", {
  packageFolder: new URL("../..", import.meta.url),
  external: ["@tensorflow/*"],
});
// `node scripts/kill-and-resume.mjs --kills 50` sets it.
const KILLS = Number(process.env.TEST_KILLS ?? 3);

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

  test.each([
    ["perceptron", () => createMlp({ ...SHAPE, hiddenUnits: [5, 4], dropout: 0.5, inputDropout: 0.1, seed: 1 })],
    ["embedding", () => createMlp({ exampleShape: [9], classCount: 3, embeddingUnits: 4, hiddenUnits: [], seed: 1 })],
    ["convolutional net", () => createCnn({ ...SHAPE, filters: [2], hiddenUnits: [3], poolSize: 2, seed: 1 })],
  ])("writes the same bytes of a %s that was built twice in one process", async (_, build) => {
    for (const name of ["one", "other"]) {
      const built = build();
      await saveModel(built, join(directory, name));
      built.dispose();
    }
    for (const file of ["model.json", "weights.bin"]) {
      const [one, other] = ["one", "other"].map((name) => readFileSync(join(directory, name, file)));
      expect(one!.equals(other!)).toBe(true);
    }
  });

  test("keeps two nets of different names apart that are parts of one model", async () => {
    const parts = ["left", "right"].map((name, seed) => createMlp({ ...SHAPE, hiddenUnits: [], name, seed }));
    const image = input({ shape: SHAPE.exampleShape });
    const outputs = layers.add().apply(parts.map((part) => part.apply(image) as SymbolicTensor)) as SymbolicTensor;
    const whole = modelOf({ inputs: image, outputs });
    await saveModel(whole, directory);
    const loaded = await loadModel(directory);
    tf.tidy(() => {
      const images = tf.randomUniform([3, ...SHAPE.exampleShape], 0, 1, "float32", 7);
      expect(loaded.predict(images) as tf.Tensor).toBeAllClose(whole.predict(images) as tf.Tensor);
    });
    loaded.dispose();
    whole.dispose();
  });

  test("refuses a directory with something in it, and replaces the model when told to, and nothing else", async () => {
    const target = join(directory, "student");
    await saveModel(model, target);
    const refusal = `saveModel: ${target} exists already; pass { overwrite: true } to replace its model`;
    await expect(saveModel(model, target)).rejects.toThrow(refusal);
    writeFileSync(join(target, "notes.txt"), "mine");
    // The old weights keep their name until the new model is there, so the new ones have another; then it is free again.
    for (const weights of [/^weights-[0-9a-f]{8}\.bin$/, /^weights\.bin$/]) {
      await saveModel(model, target, { overwrite: true });
      const names = readdirSync(target).sort();
      expect(names).toEqual(["model.json", "notes.txt", expect.stringMatching(weights)]);
      (await loadModel(target)).dispose();
    }
    expect(readdirSync(directory)).toEqual(["student"]);
    rmSync(join(target, "model.json"));
    await expect(saveModel(model, target)).rejects.toThrow(refusal);
  });

  test("takes a directory that is empty, or in which a process was killed that saved its first model there", async () => {
    await saveModel(model, directory);
    rmSync(join(directory, "model.json"));
    writeFileSync(join(directory, ".model.json.part"), "half");
    await saveModel(model, directory);
    expect(readdirSync(directory).sort()).toEqual(["model.json", expect.stringMatching(/^weights/)]);
    (await loadModel(directory)).dispose();
  });

  test("lets others read the directory as far as the umask does", async () => {
    const target = join(directory, "student");
    const before = process.umask(0o022);
    await saveModel(model, target).finally(() => process.umask(before));
    expect(statSync(target).mode & 0o777).toBe(0o755);
    for (const name of readdirSync(target)) expect(statSync(join(target, name)).mode & 0o777).toBe(0o644);
  });

  test(
    "killed at any moment it leaves a whole model, the old one or the new one",
    async () => {
      const target = join(directory, "student");
      const random = createRandom(7);
      for (let [kill, last] = [0, 0]; kill < KILLS; kill++) {
        const child = startChild(target);
        while (child.lastLine() === "" && child.process.exitCode === null) await setTimeout(1);
        await setTimeout(random.integer(60));
        child.process.kill("SIGKILL");
        expect((await child.ended).stderr).toBe("");
        const loaded = await loadModel(target);
        const values = await Promise.all(loaded.getWeights().map(async (weight) => Array.from(await weight.data())));
        loaded.dispose();
        // All weights have one value: that of the last save that it spoke of, or of the next.
        const [value] = new Set(values.flat());
        expect(new Set(values.flat()).size).toBe(1);
        last = Number(child.lastLine());
        expect([last, last + 1]).toContain(value);
      }
      await saveModel(model, target, { overwrite: true });
      expect(readdirSync(target)).toHaveLength(2);
      expect(readdirSync(directory)).toEqual(["student"]);
    },
    30_000 + 2_000 * KILLS,
  );

  test("leaves nothing behind where it cannot write", async () => {
    const file = join(directory, "file");
    writeFileSync(file, "");
    await expect(saveModel(model, join(file, "student"))).rejects.toThrow(/ENOTDIR|EEXIST/);
    expect(readdirSync(directory)).toEqual(["file"]);
  });

  test.each<[string, () => LayersModel]>([
    [
      "whose first layer has been given an input of its own",
      () => {
        const first = layers.dense({ units: 3, activation: "relu" });
        first.apply(input({ shape: [4] }));
        return sequential({ layers: [first, layers.dense({ units: 2 })] });
      },
    ],
    [
      "that is inside of another one, with such a layer",
      () => {
        const first = layers.dense({ units: 3, activation: "relu" });
        first.apply(input({ shape: [4] }));
        return sequential({ layers: [sequential({ layers: [first] }), layers.dense({ units: 2 })] });
      },
    ],
    [
      "that begins with a model",
      () => {
        const x = input({ shape: [4] });
        const hidden = layers.dense({ units: 3 }).apply(x) as SymbolicTensor;
        return sequential({ layers: [modelOf({ inputs: x, outputs: hidden }), layers.dense({ units: 2 })] });
      },
    ],
    [
      "that begins with an input layer",
      () => sequential({ layers: [layers.inputLayer({ inputShape: [4] }), layers.dense({ units: 2 })] }),
    ],
  ])("saves a Sequential %s so that it can be loaded", async (_, make) => {
    const built = make();
    await saveModel(built, join(directory, "chain"));
    const loaded = await loadModel(join(directory, "chain"));
    const x = tf.randomUniform([3, 4], -1, 1, "float32", 1);
    const answers = [built, loaded].map((one) => (one.predict(x) as tf.Tensor).dataSync());
    expect(answers[1]).toEqual(answers[0]);
    built.dispose();
    loaded.dispose();
  });
});
