import { createRandom } from "@dark-knowledge/core";
import * as runtime from "onnxruntime-web";
import { beforeAll, describe, expect, test } from "vitest";
import { answerLogits } from "../src/answer-logits.ts";
import type { ExternalTeacher, TeacherRequest } from "../src/external-teacher.ts";
import { type OnnxTeacherOptions, onnxTeacher } from "../src/onnx-teacher.ts";
import { writeOnnx } from "./fixtures/write-onnx.ts";

beforeAll(() => {
  runtime.env.wasm.numThreads = 1;
});

/** A linear model, `[batch, 3] → [batch, 2]`, that ends in the nodes that are given. */
const WEIGHTS = Float32Array.of(1, -2, 3, 4, -50, 60);
function linear(
  ends: readonly { type: string; ints?: Record<string, number> }[],
  batch: number | string = "batch",
  type = 1,
) {
  const names = ["z", ...ends.map((_, index) => (index === ends.length - 1 ? "y" : `e${index}`))];
  return writeOnnx({
    inputs: [{ name: "x", shape: [batch, 3], type }],
    outputs: [{ name: names.at(-1)!, shape: [batch, 2] }],
    nodes: [
      ...(type === 1 ? [] : [{ type: "Cast", inputs: ["x"], outputs: ["f"], ints: { to: 1 } }]),
      { type: "MatMul", inputs: [type === 1 ? "x" : "f", "w"], outputs: ["z"] },
      ...ends.map((end, index) => ({ ...end, inputs: [names[index]!], outputs: [names[index + 1]!] })),
    ],
    weights: [{ name: "w", shape: [3, 2], values: WEIGHTS }],
  });
}

const request = (values: Float32Array | Int32Array, shape: readonly number[]): TeacherRequest => ({
  ids: Int32Array.from({ length: shape[0]! }, (_, index) => index),
  features: { values, shape },
});
const X = request(Float32Array.of(1, 2, 3, 0, 1, -1), [2, 3]);
// [1 + 6 − 150, −2 + 8 + 180] and [3 + 50, 4 − 60].
const LOGITS = [-143, 186, 53, -56];
const logitsOf = async (teacher: ExternalTeacher, asked = X, classCount = 2) =>
  Array.from(answerLogits(await teacher.answer(asked), { rows: asked.ids.length, classCount }).logits);
const open = (model: Uint8Array, options: Partial<OnnxTeacherOptions> = {}) =>
  onnxTeacher(model, { runtime, ...options });

describe("onnxTeacher", () => {
  test("answers with logits, also of a model that ends in a softmax, whose logits it asks for", async () => {
    const SOFTMAX = { type: "Softmax", ints: { axis: 1 } };
    for (const ends of [[], [SOFTMAX], [SOFTMAX, { type: "Identity" }]]) {
      const teacher = await open(linear(ends), { classNames: ["a", "b"], fingerprint: "linear" });
      expect(teacher).toMatchObject({ classNames: ["a", "b"], fingerprint: "linear" });
      // Probabilities would have been 0 and 1: a difference of 329 is beyond float32.
      expect(await logitsOf(teacher)).toEqual(LOGITS);
      await teacher.close();
    }
    const logProbs = await open(linear([{ type: "LogSoftmax", ints: { axis: 1 } }]));
    expect(await logitsOf(logProbs)).toEqual([-329, 0, 0, -109]);
    const probs = await open(linear([SOFTMAX]), { gives: "probs" });
    expect(await probs.answer(X)).toEqual({ probs: Float32Array.of(0, 1, 1, 0) });
  });

  test("answers for several classes with the logits that go into a sigmoid", async () => {
    const task = "several-classes";
    for (const ends of [[], [{ type: "Sigmoid" }], [{ type: "Sigmoid" }, { type: "Identity" }]]) {
      const teacher = await open(linear(ends), { task });
      expect(await teacher.answer(X)).toEqual({ logits: Float32Array.from(LOGITS) });
      await teacher.close();
    }
    const probs = await open(linear([{ type: "Sigmoid" }]), { gives: "probs" });
    // Of −143 and 186 a sigmoid leaves 0 and 1.
    const answer = (await probs.answer(X)) as { probs: Float32Array };
    expect(answer.probs).toBeAllClose([0, 1, 1, 0]);
    const { logits } = answerLogits(answer, { rows: 2, classCount: 2, task });
    expect(logits[1]).toBeCloseTo(Math.log(2 ** 24 - 1), 5);
  });

  test("answers with the numbers of a regressor, of one output as scikit-learn's converter writes it", async () => {
    // A linear regression with an intercept, in pieces of two: y = 3 a − b + 20.
    const regressor = writeOnnx({
      inputs: [{ name: "x", shape: [2, 2] }],
      outputs: [{ name: "variable", shape: [2, 1] }],
      nodes: [
        { type: "MatMul", inputs: ["x", "w"], outputs: ["z"] },
        { type: "Add", inputs: ["z", "b"], outputs: ["variable"] },
      ],
      weights: [
        { name: "w", shape: [2, 1], values: Float32Array.of(3, -1) },
        { name: "b", shape: [1], values: Float32Array.of(20) },
      ],
    });
    const asked = request(Float32Array.of(1, 2, 0, 5, 1e4, 0), [3, 2]);
    for (const options of [{ task: "numbers" }, { gives: "numbers" }] as const) {
      const teacher = await open(regressor, { ...options, classNames: ["price"] });
      expect(await teacher.answer(asked)).toEqual({ numbers: Float32Array.of(21, 15, 30_020) });
      await teacher.close();
    }
    // A sigmoid or a softmax is part of what such a model says.
    const shares = await open(linear([{ type: "Softmax", ints: { axis: 1 } }]), { task: "numbers" });
    expect(await shares.answer(X)).toEqual({ numbers: Float32Array.of(0, 1, 1, 0) });
  });

  test("feeds a model of a fixed batch size in pieces, and another type of numbers", async () => {
    const values = Float32Array.from({ length: 15 }, (_, index) => (index % 7) - 3);
    const five = request(values, [5, 3]);
    const expected = await logitsOf(await open(linear([])), five);
    expect(await logitsOf(await open(linear([], 2)), five)).toEqual(expected);
    expect(await logitsOf(await open(linear([], "n", 7)), five)).toEqual(expected);
    const integers = request(Int32Array.from(values), [5, 3]);
    expect(await logitsOf(await open(linear([])), integers)).toEqual(expected);
    expect(await (await open(linear([]))).answer(request(new Float32Array(0), [0, 3]))).toEqual({
      logits: new Float32Array(0),
    });
  });

  test("lays pictures out as the model takes them", async () => {
    const random = createRandom(1);
    const [height, width, channels] = [3, 4, 2];
    const pictures = Float32Array.from({ length: 2 * height * width * channels }, () => random.normal());
    // The mean over each channel, in both layouts.
    const means = (layout: "NCHW" | "NHWC", shape: readonly (number | string)[]) =>
      writeOnnx({
        inputs: [{ name: "picture", shape: ["n", ...shape] }],
        outputs: [{ name: "means", shape: ["n", "classes"] }],
        nodes: [
          {
            type: "ReduceMean",
            inputs: ["picture"],
            outputs: ["means"],
            ints: { axes: layout === "NCHW" ? [2, 3] : [1, 2], keepdims: 0 },
          },
        ],
      });
    const expected = [0, 1].flatMap((example) =>
      [0, 1].map((channel) => {
        const own = Array.from(
          { length: height * width },
          (_, at) => pictures[(example * height * width + at) * channels + channel]!,
        );
        return own.reduce((sum, value) => sum + value, 0) / own.length;
      }),
    );
    const asked = request(pictures, [2, height, width, channels]);
    for (const [layout, shape] of [
      ["NCHW", [channels, height, width]],
      ["NHWC", [height, width, channels]],
    ] as const) {
      expect(await logitsOf(await open(means(layout, shape)), asked)).toBeAllClose(expected);
      const open3 = means(layout, ["a", "b", "c"]);
      expect(await logitsOf(await open(open3, { layout }), asked)).toBeAllClose(expected);
      await expect((await open(open3)).answer(asked)).rejects.toThrow(
        'onnxTeacher: layout must be "NCHW" or "NHWC", for input picture takes both, got undefined',
      );
    }
    await expect((await open(means("NCHW", [3, 32, 32]))).answer(asked)).rejects.toThrow(
      "onnxTeacher: features must have examples of shape [3, 32, 32] (as input picture), got [3, 4, 2]",
    );
    // Flat examples of any shape.
    expect(await logitsOf(await open(linear([])), request(X.features.values as Float32Array, [2, 3, 1, 1]))).toEqual(
      LOGITS,
    );
  });

  test("says what it does not take", async () => {
    const two = writeOnnx({
      inputs: [{ name: "x", shape: ["n", 2] }],
      outputs: [
        { name: "y", shape: ["n", 2] },
        { name: "z", shape: ["n", 2] },
      ],
      nodes: [
        { type: "Identity", inputs: ["x"], outputs: ["y"] },
        { type: "Neg", inputs: ["x"], outputs: ["z"] },
      ],
    });
    await expect(open(two)).rejects.toThrow(
      'onnxTeacher: output must be one of "y", "z", for the model has several, got undefined',
    );
    await expect(open(two, { output: "w" })).rejects.toThrow('onnxTeacher: output must be one of "y", "z", got "w"');
    await expect(open(linear([]), { input: "w" })).rejects.toThrow('onnxTeacher: input must be one of "x", got "w"');
    expect(await logitsOf(await open(two, { output: "z" }), request(Float32Array.of(1, 2), [1, 2]))).toEqual([-1, -2]);
    await expect(open(linear([{ type: "Sigmoid" }]))).rejects.toThrow(
      "onnxTeacher: output must be of classes of which an example has one (task or gives says what a sigmoid at the end is), got a sigmoid at the end",
    );
    const softmax = linear([{ type: "Softmax", ints: { axis: 1 } }]);
    await expect(open(softmax, { task: "several-classes" })).rejects.toThrow(
      "onnxTeacher: output must be of classes that do not exclude each other (task or gives says what a softmax at the end is), got a softmax at the end",
    );
    await expect(open(softmax, { task: "regression" as never })).rejects.toThrow(
      'onnxTeacher: task must be one of "classes", "several-classes", "numbers", got "regression"',
    );
    await expect(open(softmax, { gives: "labels" as never })).rejects.toThrow(
      'onnxTeacher: gives must be one of "logits", "probs", "numbers", got "labels"',
    );
    await expect(open(Uint8Array.of(1, 2, 3))).rejects.toThrow(
      /^onnxTeacher: the model .*; give the bytes of an \.onnx file$/,
    );
    await expect(open(linear([{ type: "NoSuchNode" }]))).rejects.toThrow(
      /^onnxTeacher: the runtime cannot load the model: /,
    );
    await expect(onnxTeacher("model.onnx", { runtime })).rejects.toThrow(
      'onnxTeacher: gives must be "logits" or "probs" for a model that is given by its path, got undefined',
    );
    await expect(onnxTeacher(two, { runtime: {} as never })).rejects.toThrow(
      "onnxTeacher: runtime must be onnxruntime-node or onnxruntime-web, as it is imported, got an object",
    );
  });
});
