import { columnOf, createDataset, type Dataset, vocabulary, withTransform, words } from "@dark-knowledge/datasets";
import { useTemporaryDirectory } from "@dark-knowledge/testing/node";
import * as tf from "@tensorflow/tfjs-core";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import { describe, expect, test } from "vitest";
import { adam, createRnn, distill, evaluate, predictLogits, type RnnOptions, trainClassifier } from "../src/index.ts";
import { loadStudent, saveStudent } from "../src/node/index.ts";
import { checkpointsInMemory } from "./fixtures/checkpoints-in-memory.ts";

const inside = useTemporaryDirectory();
const SIZES: RnnOptions = { cell: "gru", recurrentUnits: [5], featureCount: 4, classCount: 2, seed: 1 };

/** Sentences whose last word but one decides. Their lengths differ; one is empty. */
const TEXTS = Array.from({ length: 20 }, (_, index) => {
  const before = "an old dog ".repeat(index % 3).split(" ");
  return index === 7 ? "" : [...before, ["never", "always"][index % 2], "sleeps"].join(" ");
});
const unread = createDataset({
  columns: { text: columnOf(TEXTS, words()) },
  targets: { kind: "classes", labels: Int32Array.from(TEXTS, (_, index) => index % 2), classNames: ["no", "yes"] },
});
const texts = withTransform(unread, vocabulary(unread));
const tokenCount = vocabulary(unread).values.length + 2;

/** The same as sequences of three numbers each, none of them 0. */
const frames: Dataset = createDataset({
  columns: {
    sound: {
      values: Float32Array.from(unread.columns.text!.values, Number).map((word, at) => Math.sin(word + at) + 2),
      shape: [1],
      offsets: unread.columns.text!.offsets!,
    },
  },
  targets: unread.targets,
});

describe("createRnn", () => {
  test("has the weights of its layers", () => {
    const params = (over: Partial<RnnOptions>) => {
      const model = createRnn({ ...SIZES, ...over });
      const count = model.countParams();
      model.dispose();
      return count;
    };
    expect(params({})).toBe(3 * 5 * (4 + 5 + 1) + 5 * 2 + 2);
    expect(params({ cell: "lstm" })).toBe(4 * 5 * (4 + 5 + 1) + 5 * 2 + 2);
    const deep = { tokenCount: 9, recurrentUnits: [5, 3], hiddenUnits: [7] };
    expect(params(deep)).toBe(9 * 4 + 150 + 3 * 3 * (5 + 3 + 1) + 3 * 7 + 7 + 7 * 2 + 2);
  });

  test("starts from the same weights for the same seed and from others for another", () => {
    const weights = [1, 1, 2].map((seed) => {
      const model = createRnn({ ...SIZES, tokenCount: 9, hiddenUnits: [3], seed });
      const values = model.getWeights().flatMap((weight) => (weight.rank > 1 ? [...weight.dataSync()] : []));
      model.dispose();
      return values;
    });
    expect(weights[0]).toEqual(weights[1]);
    weights[0]!.forEach((weight, index) => {
      expect(weight).not.toBe(weights[2]![index]);
    });
  });

  test("consists of stock layers only, ends in logits, and leaves nothing behind", () => {
    const before = tf.memory().numTensors;
    for (const [first, over] of [
      ["Masking", {}],
      ["Embedding", { tokenCount: 9 }],
    ] as const) {
      const model = createRnn({ ...SIZES, ...over, recurrentUnits: [3, 2], hiddenUnits: [5], dropout: 0.5 });
      expect(model.layers.map((layer) => layer.getClassName())).toEqual([
        "InputLayer",
        first,
        "GRU",
        "GRU",
        "Dropout",
        "Dense",
        "Dropout",
        "Dense",
      ]);
      expect(model.outputs[0]!.shape).toEqual([null, 2]);
      model.dispose();
    }
    expect(tf.memory().numTensors).toBe(before);
  });

  test.each([
    ["gru", texts, { tokenCount }],
    ["lstm", texts, { tokenCount, recurrentUnits: [4, 3] }],
    ["gru", frames, { featureCount: 1 }],
    ["lstm", frames, { featureCount: 1, recurrentUnits: [4, 3] }],
  ] as const)("%s: padding changes no answer, whatever else is in the batch", async (cell, dataset, over) => {
    const model = createRnn({ ...SIZES, cell, ...over });
    const together = await predictLogits(model, dataset, { batchSize: 20 });
    const alone = await predictLogits(model, dataset, { batchSize: 1 });
    expect(together.data).toBeAllClose(alone.data, { rtol: 1e-4, atol: 1e-5 });
    // tfjs-layers' own computation, which any page does with the saved net.
    const width = 12;
    tf.tidy(() => {
      const { values, offsets, names } = dataset.columns.text ?? dataset.columns.sound!;
      const numberOf = (at: number) =>
        names ? vocabulary(unread).values.indexOf(names[values[at]!]!) + 2 : values[at]!;
      const padded = new Float32Array(20 * width);
      for (let row = 0; row < 20; row++) {
        for (let at = offsets![row]!; at < offsets![row + 1]!; at++)
          padded[row * width + at - offsets![row]!] = numberOf(at);
      }
      const input = tf.tensor(padded, names ? [20, width] : [20, width, 1], names ? "int32" : "float32");
      expect(model.apply(input) as tf.Tensor).toBeAllClose(tf.tensor2d(together.data, [20, 2]), {
        rtol: 1e-4,
        atol: 1e-5,
      });
    });
    model.dispose();
  });

  test("learns, resumes bit for bit, is distilled, and as a saved student takes raw texts", async () => {
    const train = async (checkpoints: ReturnType<typeof checkpointsInMemory>, seed: number) => {
      const model = createRnn({ ...SIZES, tokenCount, dropout: 0.1, seed });
      const optimizer = adam({ learningRate: 0.1 });
      await trainClassifier(model, texts, { epochs: 6, seed: 1, batchSize: 5, optimizer, checkpoints });
      optimizer.dispose();
      return model;
    };
    const whole = checkpointsInMemory();
    const teacher = await train(whole, 1);
    const resumed = await train(checkpointsInMemory(whole.states[10]), 2);
    const answers = await predictLogits(teacher, texts);
    expect((await predictLogits(resumed, texts)).data).toEqual(answers.data);
    // The empty text has a label too.
    expect((await evaluate(teacher, texts)).errors).toBeLessThanOrEqual(1);
    const student = createRnn({ ...SIZES, tokenCount, seed: 3 });
    const optimizer = adam({ learningRate: 0.1 });
    await distill(student, teacher, texts, { epochs: 6, seed: 1, batchSize: 5, temperature: 2, optimizer });
    expect((await evaluate(student, texts)).errors).toBeLessThanOrEqual(1);
    const { data } = await predictLogits(student, texts);
    await saveStudent(student, inside("student"), { dataset: texts });
    const loaded = await loadStudent(inside("student"));
    expect((await loaded.predictLogits(TEXTS)).data).toBeAllClose(data, { rtol: 1e-5, atol: 1e-6 });
    for (const one of [teacher, resumed, student, loaded, optimizer]) one.dispose();
  });

  test("a net that takes padding for positions is refused for sequences", async () => {
    const blind = sequential({
      layers: [
        layers.gru({ inputShape: [null, 1], units: 2, recurrentInitializer: "glorotUniform" }),
        layers.dense({ units: 2 }),
      ],
    });
    await expect(predictLogits(blind, frames)).rejects.toThrow(
      "predictLogits: classifier must mask padding where examples are sequences (an embedding with maskZero, or a masking layer), got a model without a mask",
    );
    blind.dispose();
  });

  test.each([
    [{ cell: "rnn" }, 'cell must be one of "gru", "lstm", got "rnn"'],
    [{ recurrentUnits: [] }, "recurrentUnits must be a list of sizes, at least one, got an array of length 0"],
    [{ hiddenUnits: [0] }, "hiddenUnits[0] must be an integer, at least 1, got 0"],
    [{ featureCount: 0 }, "featureCount must be an integer, at least 1, got 0"],
    [{ tokenCount: 1 }, "tokenCount must be an integer, at least 2, got 1"],
    [{ classCount: 0 }, "classCount must be an integer, at least 1, got 0"],
    [{ seed: -1 }, "seed must be an integer, at least 0, got -1"],
    [{ dropout: 1 }, "dropout must be a finite number, at least 0 and below 1, got 1"],
    [{ units: 3 }, "options must have known names only (cell, recurrentUnits, "],
  ])("refuses %o", (over, message) => {
    expect(() => createRnn({ ...SIZES, ...over } as RnnOptions)).toThrow(`createRnn: ${message}`);
  });
});
