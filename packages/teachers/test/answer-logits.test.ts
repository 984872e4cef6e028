import { softmax } from "@dark-knowledge/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { answerLogits } from "../src/answer-logits.ts";
import type { AnswerTask, TeacherAnswer } from "../src/external-teacher.ts";

const logitsOf = (answer: TeacherAnswer, rows = 1, classCount = 3) =>
  Array.from(answerLogits(answer, { rows, classCount }).logits);
const FLOOR = Math.fround(-126 * Math.LN2);

describe("answerLogits", () => {
  test("leaves logits as they are, flat or in rows, with −∞ for impossible classes", () => {
    expect(logitsOf({ logits: [1, 2, -Infinity, 4, 5, 6] }, 2)).toEqual([1, 2, -Infinity, 4, 5, 6]);
    expect(logitsOf({ logits: [[1, 2, 3], Float32Array.of(4, 5, 6)] }, 2)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(logitsOf({ logits: Float32Array.of(1, 2, 3) })).toEqual([1, 2, 3]);
  });

  test("takes T log p of probabilities that were made at temperature T, 0 counting as 2⁻¹²⁶", () => {
    // 2 log ¼ = −4 log 2.
    expect(logitsOf({ probs: [0.25, 0.75, 0], temperature: 2 })).toBeAllClose([
      -4 * Math.LN2,
      2 * Math.log(0.75),
      2 * FLOOR,
    ]);
  });

  test("gives probabilities that its softmax gives back, for any of them", () => {
    const row = fc.array(fc.double({ min: 1e-6, max: 1, noNaN: true }), { minLength: 2, maxLength: 9 });
    fc.assert(
      fc.property(row, fc.double({ min: 0.1, max: 50, noNaN: true }), (weights, temperature) => {
        const sum = weights.reduce((total, weight) => total + weight, 0);
        const probs = weights.map((weight) => weight / sum);
        const { logits } = answerLogits({ probs, temperature }, { rows: 1, classCount: probs.length });
        expect(softmax(logits, { temperature })).toBeAllClose(Float64Array.from(probs), { rtol: 1e-4, atol: 1e-6 });
      }),
      { seed: 1, numRuns: 50 },
    );
  });

  test("spreads what is left of top-k probabilities over the other classes", () => {
    const logits = logitsOf({ topKProbs: { indices: [[3], [0, 2]], probs: [[0.7], [0.5, 0.5]] } }, 2, 4);
    expect(logits.slice(0, 4).map(Math.exp)).toBeAllClose([0.1, 0.1, 0.1, 0.7]);
    expect(logits.slice(4)).toBeAllClose([-Math.LN2, FLOOR, -Math.LN2, FLOOR]);
    const told = { indices: [[1], [1]], probs: [[0.6], [0.9]], tailProbs: [0.4, 0.1] };
    expect(logitsOf({ topKProbs: told }, 2).map(Math.exp)).toBeAllClose([0.2, 0.6, 0.2, 0.05, 0.9, 0.05]);
  });

  test("spreads the tail of top-k logits, and holds the others for impossible without one", () => {
    const topK = { indices: [1, 0], logits: [5, 3] };
    expect(logitsOf({ topKLogits: topK }, 1, 4)).toEqual([3, 5, -Infinity, -Infinity]);
    expect(logitsOf({ topKLogits: { ...topK, tailLogits: [Math.log(2)] } }, 1, 4)).toBeAllClose([3, 5, 0, 0]);
    expect(logitsOf({ topKLogits: { ...topK, tailLogits: [9] } }, 1, 2)).toEqual([3, 5]);
  });

  test("does not look at the rows of examples without an answer", () => {
    const rows = [null, [1, 2, 3], "?"] as unknown as number[][];
    const answer = answerLogits({ logits: rows, unanswered: [true, false, 1] }, { rows: 3, classCount: 3 });
    expect(answer.unanswered).toBe(2);
    expect(Array.from(answer.logits)).toEqual([NaN, NaN, NaN, 1, 2, 3, NaN, NaN, NaN]);
    expect(answerLogits({ logits: [], unanswered: [true, true] }, { rows: 2, classCount: 3 }).unanswered).toBe(2);
  });

  test.each<[TeacherAnswer, number, string]>([
    [{ logits: [1, 2] }, 1, "answer.logits must have 3 classes for example 7, got 2"],
    [{ logits: [1, 2, 3] }, 2, "answer.logits must be 2 rows (as there are examples), got 3 numbers"],
    [{ logits: [[1, 2, 3]] }, 2, "answer.logits must be 2 rows (as there are examples), got 1"],
    [{ logits: "no" as never }, 1, 'answer.logits must be an array of rows, got "no"'],
    [{ logits: [1, NaN, 3] }, 1, "answer.logits must be finite or −∞, got NaN for class 1 of example 7"],
    [{ logits: [1, null as never, 3] }, 1, "answer.logits must be finite or −∞, got NaN for class 1 of example 7"],
    [{ logits: [[1, 2, Infinity]] }, 1, "answer.logits must be finite or −∞, got Infinity for class 2 of example 7"],
    [
      { logits: Array(3).fill(-Infinity) },
      1,
      "answer.logits must be finite for some class, got -Infinity for class 0 of example 7",
    ],
    [
      { logits: [0.2, 0.3, 0.5, 1, 0, 0] },
      2,
      "answer.logits must be logits; give probabilities as probs, got rows that are not negative and sum to one",
    ],
    [{ probs: [0.5, 0.4, 0.2] }, 1, "answer.probs must sum to 1 for example 7, got 1.1"],
    [{ probs: [1.5, -0.5, 0] }, 1, "answer.probs must be finite and not negative, got -0.5 for class 1 of example 7"],
    [{ probs: [1, 0, 0], temperature: 0 }, 1, "answer.temperature must be a positive finite number, got 0"],
    [
      { topKProbs: { indices: [[3]], probs: [[1]] } },
      1,
      "answer.topKProbs.indices must be classes from 0 to 2 for example 7, got 3",
    ],
    [
      { topKProbs: { indices: [[1, 1]], probs: [[0.5, 0.5]] } },
      1,
      "answer.topKProbs.indices must be different classes for example 7, got 1, 1",
    ],
    [
      { topKProbs: { indices: [[1, 2]], probs: [[1]] } },
      1,
      "answer.topKProbs.probs must be 2 (as indices) for example 7, got 1",
    ],
    [
      { topKProbs: { indices: [[1]], probs: [[0.5]], tailProbs: [0.1] } },
      1,
      "answer.topKProbs must sum to 1 with their tail for example 7, got 0.6",
    ],
    [
      { topKProbs: { indices: [[1]], probs: [[0.5]], tailProbs: [] } },
      1,
      "answer.topKProbs.tailProbs must have length 1 (as there are examples), got 0",
    ],
    [
      { topKLogits: { indices: [[1]], logits: [[2]], tailLogits: [NaN] } },
      1,
      "answer.topKLogits.tailLogits must be finite or −∞ for example 7, got NaN",
    ],
    [
      { logits: [1, 2, 3], unanswered: [[0]] as never },
      1,
      "answer.unanswered must have one mark for each example, got an array",
    ],
    [{ logits: [1, 2, 3], unanswered: [] }, 1, "answer.unanswered must have length 1 (as there are examples), got 0"],
    [
      { labels: [1] } as never,
      1,
      'answer must have logits, probs, topKLogits or topKProbs for targets of kind "classes", got labels',
    ],
    [
      { numbers: [1, 2, 3] },
      1,
      'answer must have logits, probs, topKLogits or topKProbs for targets of kind "classes", got numbers',
    ],
  ])("refuses %j", (answer, rows, message) => {
    expect(() => answerLogits(answer, { rows, classCount: 3, ids: [7, 8] })).toThrow(`answerLogits: ${message}`);
  });
});

describe("answerLogits of several classes", () => {
  const task = "several-classes";

  test("leaves logits as they are, and takes the log-odds of probabilities, which need not sum to one", () => {
    expect(answerLogits({ logits: [0.2, 0.8, -1e4, 1e4] }, { rows: 2, classCount: 2, task }).logits).toEqual(
      Float32Array.of(0.2, 0.8, -1e4, 1e4),
    );
    const { logits, givenAs } = answerLogits(
      { probs: [0.5, 0.75, 0.9, 0], temperature: 2 },
      { rows: 2, classCount: 2, task },
    );
    // log ½/½, log ¾/¼, log 9/1 and log 2⁻¹²⁶, each times 2.
    expect(logits).toBeAllClose([0, 2 * Math.log(3), 2 * Math.log(9), -252 * Math.LN2]);
    expect(givenAs).toEqual({ kind: "probs", temperature: 2 });
    // log (1 − 2⁻²⁴) / 2⁻²⁴.
    expect(answerLogits({ probs: [1] }, { rows: 1, classCount: 1, task }).logits).toBeAllClose([Math.log(2 ** 24 - 1)]);
  });

  test("gives probabilities that their sigmoid gives back, next to 0 and to 1 too", () => {
    const prob = fc.oneof(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 1, max: 120, noNaN: true }).map((bits) => 2 ** -bits),
      fc.double({ min: 1, max: 23, noNaN: true }).map((bits) => 1 - 2 ** -bits),
    );
    const rows = fc
      .integer({ min: 1, max: 5 })
      .chain((width) =>
        fc.array(fc.array(prob, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }),
      );
    fc.assert(
      fc.property(rows, fc.double({ min: 1e-3, max: 1e3, noNaN: true }), (probs, temperature) => {
        const { logits } = answerLogits(
          { probs, temperature },
          { rows: probs.length, classCount: probs[0]!.length, task },
        );
        const given = probs.flat();
        const [back, rest] = [-1, 1].map((sign) =>
          Float64Array.from(logits, (logit) => 1 / (1 + Math.exp((sign * logit) / temperature))),
        ) as [Float64Array, Float64Array];
        expect(back).toBeAllClose(given, { rtol: 1e-4, atol: 2 ** -125 });
        expect(rest).toBeAllClose(
          given.map((one) => 1 - one),
          { rtol: 1e-4, atol: 2 ** -23 },
        );
      }),
      { seed: 1, numRuns: 100 },
    );
  });
});

describe("answerLogits of numbers", () => {
  const task = "numbers";

  test("leaves numbers as they are, flat or in rows, and passes over examples without one", () => {
    const nested = { numbers: [[1e5, -2], Float32Array.of(3, 0)] };
    for (const numbers of [nested.numbers, [1e5, -2, 3, 0], Float64Array.of(1e5, -2, 3, 0)]) {
      expect(answerLogits({ numbers }, { rows: 2, classCount: 2, task })).toEqual({
        ...{ logits: Float32Array.of(1e5, -2, 3, 0), unanswered: 0 },
        givenAs: { kind: "numbers", temperature: 1 },
      });
    }
    // A list of one number for each example, as regressors of one output give it, and null in JSON for none.
    const flat = { numbers: [7, null as never, 9], unanswered: [0, 1, 0] };
    const { logits, unanswered } = answerLogits(flat, { rows: 3, classCount: 1, task });
    expect([...logits, unanswered]).toEqual([7, NaN, 9, 1]);
    expect(answerLogits({ numbers: [] }, { rows: 0, classCount: 2, task }).logits).toEqual(new Float32Array(0));
    expect(answerLogits({ numbers: [3.4e38, -1e-45] }, { rows: 1, classCount: 2, task }).logits).toEqual(
      Float32Array.of(3.4e38, -1e-45),
    );
  });
});

test.each<[AnswerTask, TeacherAnswer, string]>([
  ["numbers", { numbers: [[1, NaN]] }, "answer.numbers must be a finite float32, got NaN for output 1 of example 7"],
  ["numbers", { numbers: [1e39, 1] }, "answer.numbers must be a finite float32, got 1e+39 for output 0 of example 7"],
  ["numbers", { numbers: [1, 2, 3] }, "answer.numbers must have 2 outputs for example 7, got 3"],
  ["numbers", { numbers: 5 as never }, "answer.numbers must be an array of rows, got 5"],
  ["numbers", { logits: [1, 2] }, 'answer must have numbers for targets of kind "numbers", got logits'],
  ["numbers", { probs: [1, 2] }, 'answer must have numbers for targets of kind "numbers", got probs'],
  [
    "several-classes",
    { logits: [1, -Infinity] },
    "answer.logits must be a finite float32, got -Infinity for class 1 of example 7",
  ],
  ["several-classes", { probs: [1.25, 0] }, "answer.probs must be from 0 to 1, got 1.25 for class 0 of example 7"],
  ["several-classes", { probs: [0, -1] }, "answer.probs must be from 0 to 1, got -1 for class 1 of example 7"],
  ["several-classes", { probs: [0, NaN] }, "answer.probs must be from 0 to 1, got NaN for class 1 of example 7"],
  ["several-classes", { probs: [0] }, "answer.probs must have 2 classes for example 7, got 1"],
  [
    "several-classes",
    { topKProbs: { indices: [[1]], probs: [[1]] } },
    'answer must have logits or probs for targets of kind "several-classes", got topKProbs',
  ],
  [
    "several-classes",
    { topKLogits: { indices: [[1]], logits: [[1]] }, unanswered: [0] },
    'answer must have logits or probs for targets of kind "several-classes", got topKLogits, unanswered',
  ],
  [
    "several-classes",
    { numbers: [1, 2] },
    'answer must have logits or probs for targets of kind "several-classes", got numbers',
  ],
  [
    "regression" as never,
    { numbers: [1, 2] },
    'task must be one of "classes", "several-classes", "numbers", got "regression"',
  ],
])("answerLogits, asked for %s, refuses %j", (task, answer, message) => {
  expect(() => answerLogits(answer, { rows: 1, classCount: 2, ids: [7], task })).toThrow(`answerLogits: ${message}`);
});
