import { createDataset } from "@dark-knowledge/datasets";
import { testWrongArguments } from "@dark-knowledge/testing/node";
import * as tf from "@tensorflow/tfjs-core";
import * as teachers from "../src/index.ts";
import * as node from "../src/node/index.ts";
import * as tfjs from "../src/tfjs/index.ts";

/** What is looked at as a whole: its parts are for `createDataset`. */
const closed = <Value extends object>(value: Value): Value => Object.assign(Object.create({}), value);

const classNames = ["a", "b"];
const dataset = closed(
  createDataset({ features: Uint8Array.of(1, 2, 3, 4), exampleShape: [2], labels: Int32Array.of(0, 1), classNames }),
);
const teacher = { classNames, fingerprint: "t", answer: () => ({ logits: Float32Array.of(1, 2, 3, 4) }) };
const { signal } = new AbortController();
const request = {
  ids: Int32Array.of(0, 1),
  features: { values: Float32Array.of(1, 2, 3, 4), shape: [2, 2] },
  raw: ["x", "y"],
  signal,
};
const runtime = { InferenceSession: { create: async () => Promise.reject(new Error("no")) }, Tensor: class {} };
const logits = { logits: [[1, 2]], unanswered: [false] };
const asked = { rows: 1, classCount: 2, ids: [7], task: "classes" } as const;
const mean = { mean: "arithmetic", order: "soften-then-average", temperature: 1, weights: [1, 1] } as const;
const graph = closed({ predict: (x: tf.Tensor) => tf.zeros([x.shape[0]!, 2]) });
const ask = tfjs.toTeacherFunction(teacher, dataset);

testWrongArguments(
  { ...teachers, ...node, ...tfjs },
  {
    answerLogits: [teachers.answerLogits, [logits, asked]],
    "answerLogits, probabilities": [teachers.answerLogits, [{ probs: [0.5, 0.5], temperature: 2 }, asked]],
    "answerLogits, top-k logits": [
      teachers.answerLogits,
      [{ topKLogits: [{ indices: [1], logits: [2], tailLogit: 0 }] }, asked],
    ],
    "answerLogits, top-k probabilities": [
      teachers.answerLogits,
      [{ topKProbs: [{ indices: [1], probs: [0.5] }], temperature: 2 }, asked],
    ],
    "answerLogits, numbers": [
      teachers.answerLogits,
      [
        { numbers: [1, 2], unanswered: [false] },
        { ...asked, task: "numbers" },
      ],
    ],
    "answerLogits, several classes": [
      teachers.answerLogits,
      [
        { probs: [0.5, 0.75], temperature: 2 },
        { ...asked, task: "several-classes" },
      ],
    ],
    collectAnswers: [
      teachers.collectAnswers,
      [teacher, dataset, { raw: ["x", "y"], checkLabels: false, batchSize: 2, onProgress() {}, signal }],
    ],
    commandTeacher: [
      // Nothing is started: the signal is aborted.
      (command: never, options: object) =>
        node.commandTeacher(
          command,
          (typeof options === "object" ? { ...options, signal: AbortSignal.abort(new Error("no")) } : options) as never,
        ),
      [
        ["/nowhere/teacher"],
        {
          cwd: "/nowhere",
          env: { A: "1" },
          classNames,
          fingerprint: "t",
          restarts: 0,
          startTimeoutMs: 1000,
          answerTimeoutMs: 1000,
        },
      ],
    ],
    ensembleTeacher: [tfjs.ensembleTeacher, [[teacher, teacher], mean]],
    "EnsembleTeacher.answer": [tfjs.ensembleTeacher([teacher, teacher], mean).answer, [request]],
    graphTeacher: [tfjs.graphTeacher, [graph, { gives: "logits", classNames, fingerprint: "t", async: false }]],
    "GraphTeacher.answer": [tfjs.graphTeacher(graph, { gives: "logits" }).answer, [request]],
    "httpTeacher, Arrow and rows that adapt": [
      teachers.httpTeacher,
      [
        {
          ...{ url: "http://127.0.0.1:1/", classCount: 2, task: "classes", response: () => logits },
          rowsPerRequest: { min: 1, max: 4, start: 2, now: () => 0 },
          format: { contentType: "x", encode: () => Uint8Array.of(), decode: async () => logits },
        },
      ],
    ],
    httpTeacher: [
      teachers.httpTeacher,
      [
        {
          ...{ url: "http://127.0.0.1:1/", classNames, rowsPerRequest: 2, fingerprint: "t", headers: { a: "b" } },
          ...{ timeoutMs: 10, retries: 0, concurrency: 1, budget: { requests: 1 } },
        },
      ],
    ],
    llmTeacher: [
      teachers.llmTeacher,
      [
        {
          ...{ url: "http://127.0.0.1:1/", model: "m", classNames, labels: ["one", "two"], prompt: () => "which?" },
          ...{ read: "text", parse: () => "one", samples: 1, body: { seed: 1 }, fingerprint: "t" },
        },
      ],
    ],
    mapClasses: [teachers.mapClasses, [classNames, ["b", "a"]]],
    openTeacher: [
      (name: never, options: never) => node.openTeacher(name, options),
      [
        "/nowhere/teacher.onnx",
        { classCount: 2, task: "numbers", service: {}, signal: AbortSignal.abort(new Error("no")) },
      ],
    ],
    loadOnnxRuntime: [node.loadOnnxRuntime, ["main"]],
    teacherKindOf: [node.teacherKindOf, ["cmd: python3 teacher.py"]],
    onnxTeacher: [
      teachers.onnxTeacher,
      [
        Uint8Array.of(1, 2),
        {
          runtime,
          input: "x",
          output: "y",
          layout: "NCHW",
          task: "classes",
          gives: "logits",
          classNames,
          fingerprint: "t",
        },
      ],
    ],
    toTeacherFunction: [tfjs.toTeacherFunction, [teacher, dataset, { raw: ["x", "y"], checkLabels: true }]],
    "what toTeacherFunction returns": [
      ask,
      [
        tf.tensor2d([
          [1, 2],
          [3, 4],
        ]),
        { ids: Int32Array.of(0, 1), signal },
      ],
    ],
  },
);
