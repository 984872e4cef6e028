import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { createRandom } from "@dark-knowledge/core";
import { createDataset, type Dataset, selectRows } from "@dark-knowledge/datasets";
import { openSoftTargets } from "@dark-knowledge/soft-targets/node";
import { createMlp, distill, evaluate, predictLogits } from "@dark-knowledge/training";
import { recordSoftTargets } from "@dark-knowledge/training/node";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import type { ExternalTeacher, TeacherAnswer, TeacherRequest } from "../../src/external-teacher.ts";
import { toTeacherFunction } from "../../src/tfjs/to-teacher-function.ts";

const CLASSES = 5;

/** Examples whose largest feature tells the class. */
function dataset(size: number, parts: { noise?: number; labelled?: number } = {}): Dataset {
  const random = createRandom(1);
  const labels = Int32Array.from({ length: size }, () => random.integer(CLASSES));
  const features = Float32Array.from({ length: size * CLASSES }, (_, at) => {
    const own = at % CLASSES === labels[Math.floor(at / CLASSES)] ? 3 : 0;
    return own + (parts.noise ?? 0.1) * random.normal();
  });
  return createDataset({
    features,
    exampleShape: [CLASSES],
    labels: labels.map((label, index) => (index < (parts.labelled ?? size) ? label : -1)),
    classNames: ["a", "b", "c", "d", "e"],
  });
}

/** Gives the features as logits, with the columns in another order. */
function ordered(order: readonly number[], more: Partial<ExternalTeacher> = {}): ExternalTeacher {
  return {
    ...more,
    answer: async ({ ids, features: { values, shape } }) => {
      expect(shape).toEqual([ids.length, CLASSES]);
      return { logits: Array.from(ids, (_, row) => order.map((column) => values[row * CLASSES + column]!)) };
    },
  };
}

describe("toTeacherFunction", () => {
  test("tells a teacher of several columns only by their raw examples", () => {
    const set = dataset(4);
    const two = { ...set, columns: { a: set.columns.features!, b: set.columns.features! } };
    expect(() => toTeacherFunction(ordered([0, 1, 2, 3, 4]), two)).toThrow(
      "toTeacherFunction: dataset must have one column for a teacher that is not asked about raw examples (raw), got the columns a, b",
    );
    expect(toTeacherFunction(ordered([0, 1, 2, 3, 4]), two, { raw: ["w", "x", "y", "z"] })).toBeTypeOf("function");
  });

  test("teaches as the same function in training does, live and through a store, and leaves no tensor", async () => {
    const set = dataset(40);
    const teacher = toTeacherFunction(ordered([4, 3, 2, 1, 0], { classNames: ["e", "d", "c", "b", "a"] }), set);
    const before = tf.memory().numTensors;
    const weights = async (own: Parameters<typeof distill>[1]) => {
      const student = createMlp({ exampleShape: [CLASSES], hiddenUnits: [4], classCount: CLASSES, seed: 1 });
      await distill(student, own, set, { temperature: 2, epochs: 2, seed: 1, batchSize: 8 });
      const values = student.getWeights().flatMap((weight) => [...weight.dataSync()]);
      student.dispose();
      return values;
    };
    const expected = await weights((features) => tf.clone(features));
    expect(await weights(teacher)).toEqual(expected);
    const directory = mkdtempSync(`${tmpdir()}/answers-`);
    await recordSoftTargets(teacher, set, directory, { teacherFingerprint: "elsewhere", batchSize: 7 });
    const softTargets = await openSoftTargets(directory);
    expect(await weights(softTargets)).toEqual(expected);
    await softTargets.close();
    rmSync(directory, { recursive: true });
    expect((await evaluate(teacher, set)).errors).toBe(0);
    expect(tf.memory().numTensors).toBe(before);
  });

  test("leaves out classes that the dataset lacks, and holds those that the teacher lacks for impossible", async () => {
    const set = selectRows(dataset(3), [0, 1, 2]);
    const teacher = toTeacherFunction(ordered([0, 1, 2, 3, 4], { classNames: ["a", "b", "x", "y", "e"] }), set);
    const { data } = await predictLogits(teacher, set);
    const features = set.columns.features!.values as Float32Array;
    expect(Array.from(data.subarray(0, CLASSES))).toEqual([
      features[0],
      features[1],
      -Infinity,
      -Infinity,
      features[4],
    ]);
  });

  test("hands on raw examples by id, and the signal", async () => {
    const set = selectRows(dataset(4), [3, 1]);
    const requests: TeacherRequest[] = [];
    const plain = ordered([0, 1, 2, 3, 4]);
    const listening: ExternalTeacher = {
      answer: (request) => {
        requests.push(request);
        return plain.answer(request);
      },
    };
    const teacher = toTeacherFunction(listening, set, { raw: ["zero", "one", "two", "three"] });
    const controller = new AbortController();
    await predictLogits(teacher, set, { signal: controller.signal });
    expect(requests.map(({ raw, signal }) => [raw, signal])).toEqual([[["three", "one"], controller.signal]]);
    expect(Array.from(requests[0]!.ids)).toEqual([3, 1]);
    await predictLogits(teacher, set, { signal: { aborted: false } });
    expect(requests[1]!.signal).toBeUndefined();
  });

  test("finds a teacher whose classes are in another order, from labels alone", async () => {
    const set = dataset(1000);
    // No class is where it should be: right less often than by chance.
    await expect(evaluate(toTeacherFunction(ordered([1, 2, 3, 4, 0]), set), set)).rejects.toThrow(
      /^the teacher is right in 0\.0 % of \d+ labelled examples, where chance gives \d+\.\d %; see that its classes are in the right order \(the dataset's is "a", "b", "c", "d", "e"\) or named \(classNames\), and that it is fed what it was trained on$/,
    );
    // Two of five are swapped: right in most cases.
    await expect(evaluate(toTeacherFunction(ordered([0, 1, 2, 4, 3]), set), set)).rejects.toThrow(
      /^the teacher is right in 6\d\.\d % of \d+ labelled examples, and in 100\.0 % with its classes in another order; change their order \(the dataset's is "a", "b", "c", "d", "e"\), or name them in the order of its answers \(classNames\)$/,
    );
  });

  test("lets a good, a poor, a wrong one that is meant, and one without labels teach", async () => {
    const set = dataset(1000, { noise: 6 });
    const poor = await evaluate(toTeacherFunction(ordered([0, 1, 2, 3, 4]), set), set);
    expect(poor.errors).toBeGreaterThan(500);
    const wrong = toTeacherFunction(ordered([1, 2, 3, 4, 0]), set, { checkLabels: false });
    expect((await evaluate(wrong, set)).errors).toBeGreaterThan(700);
    const unlabelled = dataset(1000, { labelled: 0 });
    await predictLogits(toTeacherFunction(ordered([1, 2, 3, 4, 0]), unlabelled), unlabelled);
    // A constant answer is as good as chance, not worse.
    const constant: ExternalTeacher = { answer: ({ ids }) => ({ logits: Array.from(ids, () => [9, 0, 0, 0, 0]) }) };
    await predictLogits(toTeacherFunction(constant, set), set);
  });

  test("says which example has no answer, and what is no teacher", async () => {
    const set = dataset(3);
    const silent: ExternalTeacher = {
      answer: ({ ids }) => ({ logits: Array.from(ids, () => [1, 2, 3, 4, 5]), unanswered: [false, true, false] }),
    };
    await expect(predictLogits(toTeacherFunction(silent, set), set)).rejects.toThrow(
      "the teacher has no answer for example 1; record its answers with omitUnanswered and allowUnanswered, or ask it with collectAnswers, and continue with the examples that it answers",
    );
    expect(() => toTeacherFunction((() => {}) as never, set)).toThrow(
      "toTeacherFunction: teacher must be a teacher: an object with a method answer, got a function",
    );
    const strangers = ordered([0, 1, 2, 3, 4], { classNames: ["c", "v", "w", "x", "y"] });
    const impossible: ExternalTeacher = {
      ...strangers,
      answer: () => ({ logits: Array(3).fill([-Infinity, 1, 1, 1, 1]) }),
    };
    await expect(predictLogits(toTeacherFunction(impossible, set), set)).rejects.toThrow(
      "the teacher holds every class of the dataset for impossible for example 0; leave such examples out, or give the dataset more of the teacher's classes",
    );
  });
});

test.each<[TeacherAnswer, object]>([
  [{ logits: [[1, 2]] }, { kind: "logits", temperature: 1 }],
  [
    { probs: [[0.25, 0.75]], temperature: 3 },
    { kind: "probs", temperature: 3 },
  ],
  [{ topKProbs: { indices: [[1]], probs: [[0.75]] } }, { kind: "probs", temperature: 1, topK: true }],
  [{ topKLogits: { indices: [[1]], logits: [[2]] } }, { kind: "logits", temperature: 1, topK: true }],
  // Of a service, whose answers are logits when they arrive.
  [
    { logits: [[1, 2]], givenAs: { kind: "probs", temperature: 2 } },
    { kind: "probs", temperature: 2 },
  ],
])("the manifest of a store says that %j came as %j", async (answer, givenAs) => {
  const one = createDataset({
    ...{ features: Float32Array.of(1), labels: Int32Array.of(-1), exampleShape: [1], classNames: ["a", "b"] },
  });
  const directory = mkdtempSync(`${tmpdir()}/given-`);
  const teacher = toTeacherFunction({ answer: () => answer }, one);
  expect(teacher.givenAs).toBeUndefined();
  await recordSoftTargets(teacher, one, directory, { teacherFingerprint: "elsewhere" });
  expect(teacher.givenAs).toEqual(givenAs);
  const store = await openSoftTargets(directory);
  await store.close();
  expect(store.manifest.givenAs).toEqual(givenAs);
  rmSync(directory, { recursive: true });
});
