import { createDataset, scale, selectRows, withTargetScale } from "@dark-knowledge/datasets";
import { predictLogits } from "@dark-knowledge/training";
import { expect, test } from "vitest";
import { collectAnswers } from "../src/collect-answers.ts";
import type { ExternalTeacher } from "../src/external-teacher.ts";
import { toTeacherFunction } from "../src/tfjs/to-teacher-function.ts";

const dataset = createDataset({
  features: Float32Array.from({ length: 10 }, (_, index) => index),
  labels: new Int32Array(10).fill(-1),
  exampleShape: [1],
  classNames: ["even", "odd"],
});
/** Answers with the feature, but not to multiples of 3; its classes are the other way round. */
const teacher: ExternalTeacher = {
  classNames: ["odd", "even"],
  answer: ({ features: { values } }) => ({
    logits: Array.from(values, (value) => [value, -value]),
    unanswered: Array.from(values, (value) => value % 3 === 0),
  }),
};

test("collectAnswers parts the examples with an answer from those without, and gives the answers again", async () => {
  const view = selectRows(dataset, [8, 3, 5, 2]);
  const progress: number[] = [];
  const {
    answered,
    logits,
    unanswered,
    teacher: again,
  } = await collectAnswers(teacher, view, {
    batchSize: 3,
    onProgress: (done, total) => progress.push(done, total),
  });
  expect(Array.from(answered.rows)).toEqual([8, 5, 2]);
  expect(Array.from(logits.data)).toEqual([-8, 8, -5, 5, -2, 2]);
  expect(Array.from(unanswered)).toEqual([3]);
  expect(progress).toEqual([3, 4, 4, 4]);
  expect(Array.from((await collectAnswers(again, answered)).logits.data)).toEqual(Array.from(logits.data));
  expect(Array.from((await collectAnswers(again, view)).unanswered)).toEqual([3]);
});

test("collectAnswers stops when it is aborted", async () => {
  const signal = AbortSignal.abort(new Error("enough"));
  await expect(collectAnswers(teacher, dataset, { signal })).rejects.toThrow("enough");
});

test("collectAnswers of numbers has them in the unit of the data, and gives them again as numbers", async () => {
  const houses = withTargetScale(
    createDataset({
      columns: { size: { values: Float32Array.of(10, 20, 30), shape: [1] } },
      targets: { kind: "numbers", names: ["price", "age"], values: new Float32Array(6) },
    }),
    scale({ subtract: [100, 0], divide: [50, 2] }),
  );
  // Nobody knows about the second house.
  const agent: ExternalTeacher = {
    classNames: ["age", "price"],
    answer: ({ features: { values } }) => ({
      numbers: Array.from(values, (size) => [size / 10, 10 * size]),
      unanswered: Array.from(values, (size) => size === 20),
    }),
  };
  const { answered, logits, unanswered, teacher: again } = await collectAnswers(agent, houses);
  expect([Array.from(logits.data), Array.from(unanswered)]).toEqual([[100, 1, 300, 3], [1]]);
  const repeated = await collectAnswers(again, houses);
  expect([repeated.logits, repeated.unanswered]).toEqual([logits, unanswered]);
  // (100 − 100) / 50, 1 / 2, (300 − 100) / 50 and 3 / 2: for training they are on the scale.
  expect(Array.from((await predictLogits(toTeacherFunction(again, answered), answered)).data)).toEqual([
    0, 0.5, 4, 1.5,
  ]);
});

test("collectAnswers of several classes keeps the logits of each", async () => {
  const tags = createDataset({
    columns: { x: { values: Float32Array.of(1, 2), shape: [1] } },
    targets: { kind: "several-classes", classNames: ["new", "red"], labels: Int8Array.of(1, 1, 0, -1) },
  });
  const tagger: ExternalTeacher = { answer: () => ({ probs: [0.75, 0.75, 0.5, 0.5] }) };
  const { answered, logits, teacher: again } = await collectAnswers(tagger, tags);
  expect(logits.data).toBeAllClose([Math.log(3), Math.log(3), 0, 0]);
  expect((await collectAnswers(again, answered)).logits).toEqual(logits);
});
