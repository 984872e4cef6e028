import { createRandom, softmax } from "@dark-knowledge/core";
import { describe, expect, test } from "vitest";
import { type GivenAnswers, spreadTail, takeAnswers } from "../src/index.ts";

const take = (given: GivenAnswers, classCount = 3, onWarning?: (line: string) => void) =>
  takeAnswers("distil", given, { classCount, onWarning });
const HALF = [0.5, 0.25, 0.25];

describe("takeAnswers(functionName, given)", () => {
  test("keeps logits as they are, in the order given", () => {
    const { ids, answers, givenAs } = take({ logits: [1, -2, -Infinity, 0, 0, 3], ids: [7, 2] });
    expect(Array.from(ids)).toEqual([7, 2]);
    expect(answers).toEqual({ kind: "dense", logits: Float32Array.of(1, -2, -Infinity, 0, 0, 3) });
    expect(givenAs).toEqual({ kind: "logits", temperature: 1 });
  });

  test("makes logits of probabilities and of their logarithms, at any temperature", () => {
    const random = createRandom(2);
    for (const temperature of [0.5, 1, 6]) {
      const rows = Array.from({ length: 4 }, () => softmax([random.uniform(), 4 * random.uniform(), 0]));
      const probs = rows.flatMap((row) => Array.from(row));
      for (const given of [{ probs }, { logProbs: probs.map(Math.log) }]) {
        const { answers, givenAs, ids } = take({ ...given, temperature });
        expect(Array.from(ids)).toEqual([0, 1, 2, 3]);
        expect(givenAs).toEqual({ kind: Object.keys(given)[0], temperature });
        for (const [row, expected] of rows.entries()) {
          const logits = answers.logits.subarray(row * 3, row * 3 + 3);
          expect(Array.from(softmax(logits, { temperature }))).toBeAllClose(Array.from(expected), { rtol: 1e-5 });
        }
      }
    }
  });

  test("sorts top-k rows, and gives what probabilities lack of one to the rest", () => {
    const indices = Int32Array.of(2, 0, 4, 1);
    const probs = [0.25, 0.5, 0.125, 0.75];
    const { answers, givenAs } = take({ topK: { indices, probs, k: 2 } }, 5);
    expect(answers).toMatchObject({ kind: "top-k", indices: Int32Array.of(0, 2, 1, 4) });
    expect(givenAs).toEqual({ kind: "probs", temperature: 1, topK: true });
    const full = spreadTail(answers as never, { classCount: 5 });
    expect(Array.from(softmax(full.subarray(0, 5)))).toBeAllClose([0.5, 1 / 12, 0.25, 1 / 12, 1 / 12], { rtol: 1e-6 });
    expect(Array.from(softmax(full.subarray(5)))).toBeAllClose([1 / 24, 0.75, 1 / 24, 1 / 24, 0.125], { rtol: 1e-6 });
    const topK = { indices, logits: Float32Array.of(1, 2, 3, 3), tailLogits: Float32Array.of(-1, -Infinity) };
    expect(take({ topK }, 5)).toMatchObject({
      answers: {
        kind: "top-k",
        indices: Int32Array.of(0, 2, 1, 4),
        logits: Float32Array.of(2, 1, 3, 3),
        tailLogits: Float32Array.of(-1, -Infinity),
      },
      givenAs: { kind: "logits", temperature: 1, topK: true },
    });
  });

  test("warns of logits that sum to one", () => {
    const lines: string[] = [];
    take({ logits: [...HALF, 0, 1, 0], source: "answers.npy" }, 3, (line) => lines.push(line));
    expect(lines).toEqual([
      "distil: the logits of answers.npy are not negative and sum to one in each row; if they are probabilities, give them as probs",
    ]);
    take({ logits: [...HALF, 0, 1, 0.1] }, 3, (line) => lines.push(line));
    expect(lines.length).toBe(1);
  });

  test.each<[string, GivenAnswers, string]>([
    ["nothing", {}, "answers must be one of logits, probs, logProbs, topK, numbers, got none"],
    [
      "two kinds",
      { logits: HALF, probs: HALF },
      "answers must be one of logits, probs, logProbs, topK, numbers, got logits and probs",
    ],
    ["no row", { logits: [] }, "logits must be whole rows of 3 classes, one at least, got 0 values"],
    ["half a row", { probs: [1, 0, 0, 1] }, "probs must be whole rows of 3 classes, one at least, got 4 values"],
    ["a temperature of logits", { logits: HALF, temperature: 2 }, "temperature must be left out with logits, got 2"],
    ["no temperature", { probs: HALF, temperature: 0 }, "temperature must be"],
    [
      "a sum that is not one",
      { probs: [...HALF, 0.5, 0.25, 0.2] },
      "probs of row 1 must be from 0 to 1 and sum to 1, got a sum of 0.95",
    ],
    [
      "logits as probabilities",
      { probs: [...HALF, 2, -1, 0] },
      "probs of row 1 must be from 0 to 1 and sum to 1, got 2 for class 0",
    ],
    ["NaN", { probs: [Number.NaN, 1, 0] }, "probs of row 0 must be from 0 to 1 and sum to 1, got NaN for class 0"],
    [
      "probabilities as their logarithms",
      { logProbs: HALF },
      "logProbs of row 0 must be at most 0, with probabilities that sum to 1, got 0.5 for class 0",
    ],
    [
      "logits as logarithms",
      { logProbs: [-1, -2, -3] },
      "logProbs of row 0 must be at most 0, with probabilities that sum to 1, got a sum of 0.553002",
    ],
    ["+∞", { logits: [0, 1e39, 0] }, "logits of row 0 must be finite or −∞, with a finite one, got 1e+39 for class 1"],
    [
      "nothing finite",
      { logits: [-Infinity, -Infinity, -Infinity] },
      "logits of row 0 must be finite or −∞, with a finite one, got no finite one",
    ],
    ["too few ids", { logits: HALF, ids: [] }, "ids must be one for each of 1 rows, got 0"],
    ["an id twice", { logits: [...HALF, ...HALF], ids: [4, 4] }, "logits of row 1 must have an id of its own, got 4"],
    [
      "an id that is none",
      { logits: HALF, ids: [0.5] },
      "logits of row 0 must have an integer id, at least 0, got 0.5",
    ],
    [
      "where it is from",
      { probs: [1, 1, 1], source: "a.csv", rowNumbers: [2] },
      "probs of a.csv, row 2 must be from 0 to 1 and sum to 1, got a sum of 3",
    ],
    [
      "k",
      { topK: { indices: [0, 1, 2], probs: [1, 0, 0], k: 3 } },
      "topK must be whole rows of the same k below 3, one at least, got k = 3",
    ],
    [
      "indices",
      { topK: { indices: [0], probs: [1, 0], k: 2 } },
      "topK.indices must be as many as there are values, 2, got 1",
    ],
    [
      "a class twice",
      { topK: { indices: [1, 1], probs: [0.5, 0.5], k: 2 } },
      "topK of row 0 must name each class once, with finite or −∞ logits, got class 1 twice",
    ],
    [
      "a sum above one",
      { topK: { indices: [1, 2], probs: [0.5, 0.6], k: 2 } },
      "topK of row 0 must be from 0 to 1 and sum to at most 1, got a sum of 1.1",
    ],
  ])("refuses %s", (_, given, problem) => {
    expect(() => take(given)).toThrow(`distil: ${problem}`);
  });
});
