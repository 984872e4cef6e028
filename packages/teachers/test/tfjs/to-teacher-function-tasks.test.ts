import { createRandom } from "@dark-knowledge/core";
import {
  batches,
  createDataset,
  type Dataset,
  type NumberTargets,
  scale,
  selectRows,
  withTargetScale,
  withVariances,
} from "@dark-knowledge/datasets";
import {
  createMlp,
  distill,
  distillRegressor,
  evaluateMultiLabel,
  evaluateRegressor,
  predictLogits,
  regressorFidelity,
} from "@dark-knowledge/training";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";
import type { ExternalTeacher, TeacherAnswer } from "../../src/external-teacher.ts";
import { toTeacherFunction } from "../../src/tfjs/to-teacher-function.ts";

const weightsOf = (student: ReturnType<typeof createMlp>) => {
  const values = student.getWeights().flatMap((weight) => [...weight.dataSync()]);
  student.dispose();
  return values;
};

describe("toTeacherFunction of numbers", () => {
  const NAMES = ["price", "age", "rooms"];

  /** Random numbers on a scale of their own for each output, or on one for all. */
  function houses(size: number, seed: number, isUniform = false): Dataset {
    const random = createRandom(seed);
    const draw = (count: number, factor: number) =>
      Float32Array.from({ length: count }, () => factor * random.normal());
    const dataset = createDataset({
      columns: { x: { values: draw(2 * size, 1), shape: [2] } },
      targets: { kind: "numbers", names: NAMES, values: draw(3 * size, 1e4) },
    });
    return withTargetScale(
      dataset,
      isUniform ? scale({ subtract: 7, divide: 3 }) : scale({ subtract: [1e3, -2, 0.1], divide: [1e4, 3e3, -7e3] }),
    );
  }

  /** Gives the stored numbers of each example, with the outputs in another order and one more. */
  const knowing = ({ targets }: Dataset): ExternalTeacher => ({
    classNames: ["rooms", "garden", "price", "age"],
    answer: ({ ids }) => {
      const { values } = targets as NumberTargets;
      return { numbers: Array.from(ids, (id) => [values[3 * id + 2]!, 99, values[3 * id]!, values[3 * id + 1]!]) };
    },
  });

  test.each([
    [1, 1, false],
    [17, 2, false],
    [8, 3, true],
  ])("gives %d stored examples to the bit as batches have their targets (seed %d, one scale: %s)", async (...given) => {
    const set = houses(...given);
    const [batch] = batches(set, { batchSize: given[0], order: "stored" });
    const { values } = batch!.targets as { values: Float32Array };
    expect((await predictLogits(toTeacherFunction(knowing(set), set), set)).data).toEqual(values);
    // The oracle: float64, from the definition of a scale.
    const { subtract, divide } = (set.targets as NumberTargets).scale!;
    const at = (numbers: number | readonly number[], output: number) =>
      [numbers].flat()[output % [numbers].flat().length]!;
    const expected = Array.from(
      (set.targets as NumberTargets).values,
      (value, index) => (value - at(subtract, index % 3)) / at(divide, index % 3),
    );
    expect(values).toBeAllClose(expected);
    const plain = { ...set, targets: { ...set.targets, scale: undefined } } as unknown as Dataset;
    expect((await predictLogits(toTeacherFunction(knowing(set), plain), plain)).data).toEqual(
      (set.targets as NumberTargets).values,
    );
  });

  test("is measured and taught as a net on the scale is, and leaves no tensor", async () => {
    const set = houses(24, 4);
    const before = tf.memory().numTensors;
    const teacher = toTeacherFunction(knowing(set), set);
    expect(await evaluateRegressor(teacher, set)).toMatchObject({ r2: 1 });
    expect((await regressorFidelity(teacher, teacher, set)).rmse).toBe(0);
    const scaled = [...batches(set, { batchSize: 24, order: "stored" })][0]!.targets as { values: Float32Array };
    const net = (_: tf.Tensor, { ids }: { readonly ids: Int32Array }) =>
      tf.tensor2d(Array.from(ids, (id) => Array.from(scaled.values.subarray(3 * id, 3 * id + 3))));
    const taught = async (own: Parameters<typeof distillRegressor>[1]) => {
      const student = createMlp({ exampleShape: [2], hiddenUnits: [4], classCount: 3, seed: 1 });
      await distillRegressor(student, own, set, { epochs: 2, seed: 1, batchSize: 8, hardWeight: 0.3 });
      return weightsOf(student);
    };
    expect(await taught(teacher)).toEqual(await taught(net as never));
    expect(teacher.givenAs).toEqual({ kind: "numbers", temperature: 1 });
    expect(tf.memory().numTensors).toBe(before);
  });

  test("without names takes as many numbers as there are outputs, of one output in a flat list", async () => {
    const one = createDataset({
      columns: { x: { values: Float32Array.of(1, 2, 3), shape: [1] } },
      targets: { kind: "numbers", names: ["y"], values: Float32Array.of(0, 0, 0) },
    });
    const teacher: ExternalTeacher = { answer: ({ features }) => ({ numbers: Array.from(features.values) }) };
    expect(Array.from((await predictLogits(toTeacherFunction(teacher, one), one)).data)).toEqual([1, 2, 3]);
    const set = houses(2, 5);
    await expect(predictLogits(toTeacherFunction(teacher, set), set)).rejects.toThrow(
      "answerLogits: answer.numbers must have 3 outputs for example 0, got 2",
    );
  });

  test("has rows of NaN for examples without an answer where they are allowed, and says otherwise which it is", async () => {
    const set = selectRows(houses(3, 6), [2, 0]);
    const silent: ExternalTeacher = {
      answer: () => ({ numbers: [[1000, -2, 0.1], []], unanswered: [false, true] }),
    };
    await expect(predictLogits(toTeacherFunction(silent, set), set)).rejects.toThrow(
      "the teacher has no answer for example 0;",
    );
    const teacher = toTeacherFunction(silent, set, { allowUnanswered: true });
    const numbers = await teacher(
      tf.tensor2d([
        [1, 2],
        [3, 4],
      ]),
      { ids: set.rows as Int32Array },
    );
    const values = await numbers.data();
    expect([numbers.shape, Array.from(values.subarray(3))]).toEqual([
      [2, 3],
      [NaN, NaN, NaN],
    ]);
    expect(values.subarray(0, 3)).toBeAllClose([0, 0, 0], { atol: 1e-6 });
    numbers.dispose();
  });

  test.each<[readonly string[], string]>([
    [
      ["rooms", "price"],
      'toTeacherFunction: teacher.classNames must have the dataset\'s output "age", got "rooms", "price"',
    ],
    [["a", "b"], 'toTeacherFunction: teacher.classNames must have the dataset\'s output "price", got "a", "b"'],
    [["price", "age", "rooms", "age"], 'mapClasses: teacherNames must be different names, got "age" twice'],
    [5 as never, "toTeacherFunction: teacher.classNames must be an array of strings, got 5"],
  ])("refuses the outputs %j before anything is asked", (classNames, message) => {
    expect(() => toTeacherFunction({ classNames, answer: () => ({ numbers: [] }) }, houses(1, 1))).toThrow(message);
  });

  test("refuses other forms of answers, other targets, and variances", async () => {
    const set = houses(1, 1);
    const given = (answer: TeacherAnswer) => predictLogits(toTeacherFunction({ answer: () => answer }, set), set);
    await expect(given({ logits: [1, 2, 3] })).rejects.toThrow(
      'answerLogits: answer must have numbers for targets of kind "numbers", got logits',
    );
    await expect(given({ numbers: [1, Infinity, 3] })).rejects.toThrow(
      "answerLogits: answer.numbers must be a finite float32, got Infinity for output 1 of example 0",
    );
    expect(() => toTeacherFunction(knowing(set), withVariances(set))).toThrow(
      "toTeacherFunction: dataset must have targets without variances for a teacher from elsewhere, which gives numbers alone, got variances",
    );
    const none: Dataset = { ...set, targets: { kind: "none" } };
    expect(() => toTeacherFunction(knowing(set), none)).toThrow(
      'toTeacherFunction: dataset must have targets of kind "classes", "several-classes" or "numbers", got "none"',
    );
  });
});

describe("toTeacherFunction of several classes", () => {
  const X = Float32Array.of(3, -2, 1, -4, -1, 2);
  const tags = createDataset({
    columns: { x: { values: X, shape: [2] } },
    targets: {
      kind: "several-classes",
      classNames: ["fast", "loud", "rare"],
      labels: Int8Array.of(1, 0, 0, 1, 0, 0, 0, 1, -1),
    },
  });
  /** Each feature is the logit of a class; the teacher has them in another order, one more, and lacks one. */
  const tagger: ExternalTeacher = {
    classNames: ["loud", "green", "fast"],
    answer: ({ ids, features: { values } }) => ({
      logits: Array.from(ids, (_, row) => [values[2 * row + 1]!, 9, values[2 * row]!]),
    }),
  };

  test("finds the classes by name, and holds one that the teacher lacks for as unlikely as can be", async () => {
    const { data } = await predictLogits(toTeacherFunction(tagger, tags), tags);
    const never = Math.fround(-126 * Math.LN2);
    expect(Array.from(data)).toEqual([3, -2, never, 1, -4, never, -1, 2, never]);
    expect((await evaluateMultiLabel(toTeacherFunction(tagger, tags), tags)).errors).toBe(0);
    const strangers: ExternalTeacher = { ...tagger, classNames: ["a", "b", "c"] };
    expect(() => toTeacherFunction(strangers, tags)).toThrow(
      'mapClasses: teacherNames must have a name of the dataset\'s classes ("fast", "loud", "rare"), got "a", "b", "c"',
    );
  });

  test("marks examples without an answer, in a lacking class too", async () => {
    const shy: ExternalTeacher = {
      ...tagger,
      answer: () => ({ probs: [[0.5, 0.5, 0.5], null as never], unanswered: [0, 1] }),
    };
    const set = selectRows(tags, [0, 2]);
    const teacher = toTeacherFunction(shy, set, { allowUnanswered: true });
    const logits = await teacher(
      tf.tensor2d([
        [3, -2],
        [-1, 2],
      ]),
      { ids: Int32Array.of(0, 2) },
    );
    expect(Array.from(await logits.data())).toEqual([0, 0, Math.fround(-126 * Math.LN2), NaN, NaN, NaN]);
    logits.dispose();
  });

  test("teaches as the same function in training does, and is not compared with labels", async () => {
    const taught = async (own: Parameters<typeof distill>[1]) => {
      const student = createMlp({ exampleShape: [2], hiddenUnits: [4], classCount: 3, seed: 1 });
      await distill(student, own, tags, { temperature: 2, epochs: 2, seed: 1, batchSize: 3 });
      return weightsOf(student);
    };
    const probs = (values: ArrayLike<number>) => Array.from(values, (x) => 1 / (1 + Math.exp(-x / 2)));
    const rows = (values: ArrayLike<number>) =>
      Array.from({ length: values.length / 2 }, (_, row) => [values[2 * row]!, values[2 * row + 1]!, 0]);
    // The sigmoids at temperature 2, in the dataset's order.
    const external: ExternalTeacher = {
      answer: ({ features }) => ({ probs: rows(features.values).map(probs), temperature: 2 }),
    };
    const teacher = toTeacherFunction(external, tags);
    const expected = await taught((features) =>
      tf.concat([features as tf.Tensor2D, tf.zeros([features.shape[0]!, 1])], 1),
    );
    expect(await taught(teacher)).toBeAllClose(expected, { rtol: 1e-4, atol: 1e-6 });
    expect(teacher.givenAs).toEqual({ kind: "probs", temperature: 2 });

    // 200 examples whose labels say the opposite.
    const many = createDataset({
      columns: { x: { values: Float32Array.from({ length: 400 }, (_, at) => (at % 3) - 1), shape: [2] } },
      targets: {
        kind: "several-classes",
        classNames: ["a", "b"],
        labels: Int8Array.from({ length: 400 }, (_, at) => Number((at % 3) - 1 < 0)),
      },
    });
    const wrong: ExternalTeacher = { answer: ({ features }) => ({ logits: features.values }) };
    const { data } = await predictLogits(toTeacherFunction(wrong, many), many);
    expect(data).toHaveLength(400);
  });
});
