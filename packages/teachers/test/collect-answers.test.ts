import { createDataset, selectRows } from "@dark-knowledge/datasets";
import { expect, test } from "vitest";
import { collectAnswers } from "../src/collect-answers.ts";
import type { ExternalTeacher } from "../src/external-teacher.ts";

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
