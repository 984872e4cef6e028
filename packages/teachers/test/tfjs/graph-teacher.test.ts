import { createMlp } from "@dark-knowledge/training";
import { loadGraphModel } from "@tensorflow/tfjs-converter";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import { answerLogits } from "../../src/answer-logits.ts";
import type { TeacherRequest } from "../../src/external-teacher.ts";
import { graphTeacher } from "../../src/tfjs/graph-teacher.ts";

const REQUEST: TeacherRequest = {
  ids: Int32Array.of(0, 1),
  features: { values: Float32Array.of(1, 2, 3, 4), shape: [2, 2] },
};

/** `softmax(x · w)` as tfjs-converter reads it from a model.json. */
async function loadSoftmaxGraph() {
  const float = { dtype: { type: "DT_FLOAT" } };
  const node = [
    { name: "x", op: "Placeholder", attr: { ...float, shape: { shape: { dim: [{ size: "-1" }, { size: "2" }] } } } },
    {
      name: "w",
      op: "Const",
      attr: {
        ...float,
        value: { tensor: { dtype: "DT_FLOAT", tensorShape: { dim: [{ size: "2" }, { size: "2" }] } } },
      },
    },
    {
      name: "z",
      op: "MatMul",
      input: ["x", "w"],
      attr: { T: { type: "DT_FLOAT" }, transpose_a: { b: false }, transpose_b: { b: false } },
    },
    { name: "p", op: "Softmax", input: ["z"], attr: { T: { type: "DT_FLOAT" } } },
  ];
  return loadGraphModel({
    load: async () => ({
      modelTopology: { node, versions: {} },
      weightSpecs: [{ name: "w", shape: [2, 2], dtype: "float32" }],
      weightData: Float32Array.of(1, 0, 0, -1).buffer,
      format: "graph-model",
    }),
  });
}

describe("graphTeacher", () => {
  test("answers as a GraphModel of tfjs-converter does, and leaves no tensor", async () => {
    const model = await loadSoftmaxGraph();
    for (const async of [false, true]) {
      // A graph with loops is run by a promise; this one has none, and tfjs would print that it needs none.
      const later = { predict: () => undefined, executeAsync: async (x: tf.Tensor) => model.predict(x) };
      const teacher = graphTeacher(async ? later : model, {
        gives: "probs",
        classNames: ["a", "b"],
        fingerprint: "graph",
        async,
      });
      const before = tf.memory().numTensors;
      const { logits } = answerLogits(await teacher.answer(REQUEST), { rows: 2, classCount: 2 });
      expect(tf.memory().numTensors).toBe(before);
      expect(teacher).toMatchObject({ classNames: ["a", "b"], fingerprint: "graph" });
      // Logits [1, −2] and [3, −4]: the differences are 3 and 7.
      expect([logits[0]! - logits[1]!, logits[2]! - logits[3]!]).toBeAllClose([3, 7], { rtol: 1e-4 });
    }
    model.dispose();
  });

  test("answers as a LayersModel with classes of its own does", async () => {
    const model = createMlp({ exampleShape: [2], hiddenUnits: [3], classCount: 4, seed: 1 });
    const features = tf.tensor2d([
      [1, 2],
      [3, 4],
    ]);
    const expected = model.predict(features) as tf.Tensor;
    expect(await graphTeacher(model, { gives: "logits" }).answer(REQUEST)).toEqual({ logits: expected.dataSync() });
    expect(await graphTeacher(model, { gives: "numbers" }).answer(REQUEST)).toEqual({ numbers: expected.dataSync() });
    tf.dispose([features, expected]);
    model.dispose();
  });

  test("says what it does not take", async () => {
    expect(() => graphTeacher({} as never, { gives: "logits" })).toThrow(
      "graphTeacher: model must be a model with a method predict, got an object",
    );
    expect(() => graphTeacher({ predict: () => 1 }, {} as never)).toThrow(
      'graphTeacher: gives must be one of "logits", "probs", "numbers", got undefined',
    );
    const before = tf.memory().numTensors;
    const flat = graphTeacher({ predict: (features) => tf.sum(features, 1) }, { gives: "logits" });
    await expect(flat.answer(REQUEST)).rejects.toThrow(
      "graphTeacher: model must give one tensor of shape [2, classes], got shape [2]",
    );
    expect(tf.memory().numTensors).toBe(before);
  });
});
