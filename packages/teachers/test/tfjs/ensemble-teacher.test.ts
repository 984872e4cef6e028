import { ensembleLogProbs } from "@dark-knowledge/ensemble";
import * as tf from "@tensorflow/tfjs-core";
import { expect, test } from "vitest";
import type { ExternalTeacher, TeacherRequest } from "../../src/external-teacher.ts";
import { ensembleTeacher } from "../../src/tfjs/ensemble-teacher.ts";

const REQUEST: TeacherRequest = { ids: Int32Array.of(5, 6), features: { values: new Float32Array(2), shape: [2, 1] } };
const [A, B] = [
  [
    [3, 0, 1],
    [0, 2, 0],
  ],
  [
    [0, 1, 4],
    [1, 1, 5],
  ],
];
const member = (classNames: string[], logits: number[][], more = {}): ExternalTeacher => ({
  classNames,
  answer: async () => ({ logits, ...more }),
});
// The second has another order and one class more.
const swapped = member(
  ["c", "x", "b", "a"],
  B.map(([a, b, c]) => [c!, 9, b!, a!]),
);

test("ensembleTeacher takes the mean of the ensemble package, with classes by name", async () => {
  for (const mean of ["arithmetic", "geometric"] as const) {
    for (const order of ["soften-then-average", "average-then-soften"] as const) {
      const options = { mean, order, temperature: 2, weights: [0.25, 0.75] };
      const { logits } = await ensembleTeacher([member(["a", "b", "c"], A), swapped], options).answer(REQUEST);
      const expected = tf.tidy(() => tf.mul(ensembleLogProbs([tf.tensor2d(A), tf.tensor2d(B)], options), 2).dataSync());
      expect(logits).toBeAllClose(expected as Float32Array, { rtol: 1e-4, atol: 1e-5 });
    }
  }
});

test("ensembleTeacher leaves out what one member leaves out, and closes them all", async () => {
  let closed = 0;
  const shy = { ...member(["a", "b", "c"], A, { unanswered: [true, false] }), close: async () => void closed++ };
  const options = { mean: "geometric", order: "average-then-soften", temperature: 1 } as const;
  const teacher = ensembleTeacher([shy, swapped], options);
  expect(Array.from((await teacher.answer(REQUEST)).unanswered)).toEqual([1, 0]);
  await teacher.close();
  expect(closed).toBe(1);
  const forest = { classNames: ["y"], answer: () => ({ numbers: [1, 2] }) };
  await expect(ensembleTeacher([forest], options).answer(REQUEST)).rejects.toThrow(
    'answerLogits: answer must have logits, probs, topKLogits or topKProbs for targets of kind "classes", got numbers',
  );
  expect(() => ensembleTeacher([], options)).toThrow("ensembleTeacher: members must hold at least one teacher");
  expect(() => ensembleTeacher([swapped, shy], options)).toThrow(
    'ensembleTeacher: members[1].classNames must have all classes of the first member, got none called "x"',
  );
  expect(() => ensembleTeacher([{ answer: shy.answer }], options)).toThrow(
    "ensembleTeacher: members[0].classNames must be given, got undefined",
  );
  expect(() => ensembleTeacher([shy], { ...options, mean: "median" as never })).toThrow('got "median"');
});
