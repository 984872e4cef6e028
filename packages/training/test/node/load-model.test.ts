import { mkdtempSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import * as tf from "@tensorflow/tfjs-core";
import { input, layers, model as modelOf, sequential } from "@tensorflow/tfjs-layers";
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

// biome-ignore lint/suspicious/noExplicitAny: tests break it in ways that no type allows
const stored = (): any => JSON.parse(readFileSync(join(target, "model.json"), "utf8"));
const store = (json: unknown) => writeFileSync(join(target, "model.json"), JSON.stringify(json));

/** The one line of the error, after which no tensor is left. */
async function refused(): Promise<string> {
  const before = tf.memory().numTensors;
  const { message } = (await loadModel(target).catch((error) => error)) as Error;
  expect(tf.memory().numTensors).toBe(before);
  expect(message).not.toContain("\n");
  expect(message.length).toBeLessThan(500);
  return message;
}

describe("loadModel(directory)", () => {
  test("gives a model that takes all its tensors with it, also of layers used twice and of models within it", async () => {
    const [inputs, dense] = [input({ shape: [3] }), layers.dense({ units: 3 })];
    const apply = (layer: { apply(x: typeof inputs): unknown }, x: typeof inputs) => layer.apply(x) as typeof inputs;
    const inner = sequential({ layers: [sequential({ layers: [layers.dense({ units: 3, inputShape: [3] })] })] });
    const outputs = apply(inner, apply(inner, apply(dense, apply(dense, inputs))));
    await saveModel(modelOf({ inputs, outputs }), target, { overwrite: true });
    const before = tf.memory().numTensors;
    const loaded = await loadModel(target);
    expect(tf.memory().numTensors).toBe(before + 4);
    loaded.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

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
    truncateSync(weights, 173);
    await expect(loadModel(target)).rejects.toThrow(`loadModel: cannot read ${weights} (173 bytes, more than 172)`);
    truncateSync(weights, 10);
    await expect(loadModel(target)).rejects.toThrow(
      `loadModel: ${weights} must have 172 bytes (as ${join(target, "model.json")} says), got 10; copy the model again`,
    );
    rmSync(weights);
    await expect(loadModel(target)).rejects.toThrow(`loadModel: cannot read ${weights} (ENOENT)`);
  });

  test("reads weights of several files, and of several groups", async () => {
    const bytes = readFileSync(join(target, "weights.bin"));
    const [{ weights }] = stored().weightsManifest;
    // The first kernel has 80 bytes, its bias 20.
    const files = { "group1-shard1of2.bin": [0, 30], "group1-shard2of2.bin": [30, 100], "group2.bin": [100, 172] };
    for (const [name, [from, to]] of Object.entries(files)) writeFileSync(join(target, name), bytes.subarray(from, to));
    const manifest = [
      { paths: ["group1-shard1of2.bin", "group1-shard2of2.bin"], weights: weights.slice(0, 2) },
      { paths: ["group2.bin"], weights: weights.slice(2) },
    ];
    store({ ...stored(), weightsManifest: manifest });
    const loaded = await loadModel(target);
    expect(await fingerprintWeights(weightsOf(loaded))).toBe(await fingerprintWeights(weightsOf(model)));
    loaded.dispose();
    // As long in all, but not each group as it says.
    writeFileSync(join(target, "group2.bin"), bytes.subarray(99, 172));
    await expect(loadModel(target)).rejects.toThrow("group2.bin (73 bytes, more than 72)");
  });

  test("begins again when another model takes the place of the one that it reads", async () => {
    const good = readFileSync(join(target, "model.json"), "utf8");
    // Long to read, and then one of its files is gone.
    writeFileSync(join(target, "empty.bin"), "");
    const paths = [...new Array(3000).fill("empty.bin"), "gone.bin"];
    store({ ...stored(), weightsManifest: [{ ...stored().weightsManifest[0], paths }] });
    const loading = loadModel(target);
    await setTimeout(30);
    writeFileSync(join(target, "model.json"), good);
    const loaded = await loading;
    expect(await fingerprintWeights(weightsOf(loaded))).toBe(await fingerprintWeights(weightsOf(model)));
    loaded.dispose();
  });
});

describe("loadModel(directory) of a hostile file", () => {
  const weight = (over: object) => [
    { paths: ["weights.bin"], weights: [{ name: "w", shape: [43], dtype: "float32", ...over }] },
  ];
  const badWeight = "has a weight without a name, a shape or a known type (weightsManifest[0].weights[0])";
  const outside = "must name files of its own directory, got";

  test.each<[string, unknown, string]>([
    ["null", null, "is not a tfjs layers model: it has no modelTopology and weightsManifest"],
    ["a list", [], "is not a tfjs layers model: it has no modelTopology and weightsManifest"],
    ["no topology", { modelTopology: null }, "is not a tfjs layers model: it has no modelTopology and weightsManifest"],
    [
      "no manifest",
      { weightsManifest: null },
      "is not a tfjs layers model: it has no modelTopology and weightsManifest",
    ],
    [
      "a null group",
      { weightsManifest: [null] },
      "has a weightsManifest[0] without a list of paths and one of weights",
    ],
    [
      "no paths",
      { weightsManifest: [{ weights: [] }] },
      "has a weightsManifest[0] without a list of paths and one of weights",
    ],
    [
      "a path upwards",
      { weightsManifest: [{ paths: ["../weights.bin"], weights: [] }] },
      `${outside} "../weights.bin" (weightsManifest[0].paths[0])`,
    ],
    [
      "an absolute path",
      { weightsManifest: [{ paths: ["/dev/zero"], weights: [] }] },
      `${outside} "/dev/zero" (weightsManifest[0].paths[0])`,
    ],
    [
      "a hidden path",
      { weightsManifest: [{ paths: ["a", ".."], weights: [] }] },
      `${outside} ".." (weightsManifest[0].paths[1])`,
    ],
    [
      "a number for a path",
      { weightsManifest: [{ paths: [7], weights: [] }] },
      `${outside} 7 (weightsManifest[0].paths[0])`,
    ],
    ["a weight without shape", { weightsManifest: weight({ shape: undefined }) }, badWeight],
    ["a negative shape", { weightsManifest: weight({ shape: [-1] }) }, badWeight],
    ["an unknown type", { weightsManifest: weight({ dtype: "toString" }) }, badWeight],
    ["texts for weights", { weightsManifest: weight({ dtype: "string" }) }, badWeight],
    ["an unknown quantization", { weightsManifest: weight({ quantization: { dtype: "int4" } }) }, badWeight],
    [
      "more weights than can be counted",
      { weightsManifest: weight({ shape: [2 ** 52, 2 ** 52] }) },
      "has weights of more bytes than can be counted (weightsManifest[0])",
    ],
    [
      "more units than weights",
      { modelTopology: { layers: [{ units: 1e9 }] } },
      "has a layer of 1000000000 units, but 43 weights in all",
    ],
    [
      "an unknown layer",
      { modelTopology: { class_name: "Sequential", config: { layers: [{ class_name: "Nonsense", config: {} }] } } },
      "describes no model that can be built (Unknown layer: Nonsense. This may be due to one of the following reasons: 1. The layer is defined in Python",
    ],
    ["an empty topology", { modelTopology: {} }, "describes no model that can be built ("],
  ])("%s", async (_, changes, problem) => {
    store(changes === null || Array.isArray(changes) ? changes : { ...stored(), ...(changes as object) });
    const message = await refused();
    expect(message.startsWith(`loadModel: ${join(target, "model.json")} ${problem}`)).toBe(true);
  });

  test("whose last layer cannot be built, or whose weights are another model's", async () => {
    const original = stored();
    const edits: [(json: typeof original) => void, string][] = [
      [(json) => Object.assign(json.modelTopology.config.layers.at(-1), { class_name: "None" }), "Unknown layer: None"],
      [
        (json) => Object.assign(json.weightsManifest[0].weights[0], { name: "other/kernel" }),
        "no model that can be built",
      ],
      [(json) => Object.assign(json.weightsManifest[0].weights[0], { shape: [5, 4] }), "no model that can be built"],
    ];
    for (const [edit, problem] of edits) {
      const json = structuredClone(original);
      edit(json);
      store(json);
      expect(await refused()).toContain(problem);
    }
  });

  test.each([5_000, 1_000_000])("that has layers in layers, %d deep", async (depth) => {
    const topology = `${'{"config":'.repeat(depth)}{}${"}".repeat(depth)}`;
    writeFileSync(join(target, "model.json"), `{"modelTopology":${topology},"weightsManifest":[]}`);
    expect(await refused()).toBe(`loadModel: ${join(target, "model.json")} has layers in layers, more than 100 deep`);
  });

  test("leaves no tensor of it, and takes none of a model that is loaded at the same time", async () => {
    const bad = join(directory, "bad");
    await saveModel(model, bad);
    const json = JSON.parse(readFileSync(join(bad, "model.json"), "utf8"));
    json.modelTopology.config.layers.at(-1).class_name = "None";
    writeFileSync(join(bad, "model.json"), JSON.stringify(json));
    const before = tf.memory().numTensors;
    const results = await Promise.allSettled([target, bad, target, bad, target].map((one) => loadModel(one)));
    const loaded = results.flatMap((one) => (one.status === "fulfilled" ? one.value : []));
    expect(loaded).toHaveLength(3);
    expect(tf.memory().numTensors).toBe(before + 3 * model.weights.length);
    for (const one of loaded) {
      expect(await fingerprintWeights(weightsOf(one))).toBe(await fingerprintWeights(weightsOf(model)));
      one.dispose();
    }
    expect(tf.memory().numTensors).toBe(before);
  });

  test("that is no JSON, or a device without end", async () => {
    writeFileSync(join(target, "model.json"), `{"${"x\\n".repeat(500)}`);
    expect((await refused()).length).toBeLessThan(300);
    rmSync(join(target, "weights.bin"));
    symlinkSync("/dev/zero", join(target, "weights.bin"));
    store({ modelTopology: {}, weightsManifest: weight({}) });
    expect(await refused()).toBe(`loadModel: cannot read ${join(target, "weights.bin")} (not a file)`);
    rmSync(join(target, "model.json"));
    symlinkSync("/dev/zero", join(target, "model.json"));
    expect(await refused()).toBe(`loadModel: cannot read ${join(target, "model.json")} (not a file)`);
  });
});
