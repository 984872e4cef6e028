import { createDataset, scale, selectRows, withVariances } from "@dark-knowledge/datasets";
import { createMlp, createStudent, type StudentDescription } from "@dark-knowledge/training";
import * as tf from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { expect, test } from "vitest";
import { meanAnswers } from "../../../../src/students/internal/compression/mean-answers.ts";

/** A net of one input and two answers, `slope · x + shift`. */
function line(slopes: readonly [number, number], shifts: readonly [number, number]): LayersModel {
  const model = createMlp({ exampleShape: [1], hiddenUnits: [], classCount: 2, seed: 1 });
  model.setWeights([tf.tensor2d([[...slopes]]), tf.tensor1d([...shifts])]);
  return model;
}

const describe = (over: Partial<StudentDescription>): StudentDescription => ({
  ...{ version: 1, task: "classes", classNames: ["a", "b"], inputs: {}, fingerprint: "", versions: {} },
  ...over,
});

const context = { training: false, seed: 0 };
const signal = { aborted: false };
const columns = { x: { values: Float32Array.of(1, 2, 3), shape: [1] } };

test("meanAnswers says the mean of logits, by the names of classes and the ids of examples", async () => {
  const targets = { kind: "classes", labels: Int32Array.of(0, 1, 0), classNames: ["a", "b"] } as const;
  const dataset = selectRows(createDataset({ columns, targets }), [2, 0]);
  const other = { ...dataset, targets: { ...targets, classNames: ["b", "a"] } };
  const nets = [
    { net: createStudent(line([1, 10], [0, 0]), describe({})), dataset },
    { net: createStudent(line([0, 0], [5, 7]), describe({ classNames: ["b", "a"] })), dataset: other },
  ];
  const teacher = await meanAnswers(describe({}), nets, signal);
  const answers = (await teacher(tf.zeros([2, 1]), { ...context, ids: Int32Array.of(0, 2) })) as tf.Tensor;
  // Of x = 1 and 3: ([x, 10 x] + [7, 5]) / 2.
  expect(await answers.array()).toEqual([
    [4, 7.5],
    [5, 17.5],
  ]);
});

test("meanAnswers brings numbers to the student's scale", async () => {
  const targets = { kind: "numbers", names: ["p", "q"], values: new Float32Array(6) } as const;
  const dataset = createDataset({ columns, targets });
  const outputs = { names: ["p", "q"] };
  const scaled = { ...outputs, scale: scale({ subtract: [100, 0], divide: [10, 2] }) };
  const own = describe({ task: "numbers", classNames: [], outputs: scaled });
  const nets = [
    { net: createStudent(line([1, 4], [130, 0]), describe({ task: "numbers", classNames: [], outputs })), dataset },
  ];
  const teacher = await meanAnswers(own, nets, signal);
  const answers = (await teacher(tf.zeros([1, 1]), { ...context, ids: Int32Array.of(1) })) as tf.Tensor;
  // Of x = 2: 132 and 8.
  const [first, second] = await answers.data();
  expect(first).toBeCloseTo(3.2, 6);
  expect(second).toBe(4);
});

test("meanAnswers says the mixture of Gaussians where the student gives variances, on its scale", async () => {
  const targets = { kind: "numbers", names: ["y"], values: new Float32Array(3) } as const;
  const dataset = withVariances(createDataset({ columns, targets }));
  const outputs = { names: ["y"], variances: true } as const;
  const own = describe({
    task: "numbers",
    classNames: [],
    outputs: { ...outputs, scale: scale({ subtract: 10, divide: 2 }) },
  });
  const theirs = describe({ task: "numbers", classNames: [], outputs });
  const netOf = (slope: number, logVariance: number) => ({
    net: createStudent(line([slope, 0], [0, logVariance]), theirs),
    dataset,
  });
  const ask = async (nets: ReturnType<typeof netOf>[]) => {
    const teacher = await meanAnswers(own, nets, signal);
    return [...(await ((await teacher(tf.zeros([1, 1]), { ...context, ids: Int32Array.of(1) })) as tf.Tensor).data())];
  };
  // Of x = 2: 6, with a variance of 4; and 10, with one of 8.
  const alone = await ask([netOf(3, Math.log(4))]);
  expect(alone[0]).toBeCloseTo((6 - 10) / 2, 5);
  expect(alone[1]).toBeCloseTo(Math.log(4 / 4), 5);
  const both = await ask([netOf(3, Math.log(4)), netOf(5, Math.log(8))]);
  expect(both[0]).toBeCloseTo((8 - 10) / 2, 5);
  expect(both[1]).toBeCloseTo(Math.log((6 + 4) / 4), 5);
});
