import { createMatrix, softmax } from "@dark-knowledge/core";
import { expect, test } from "vitest";
import { hybridScores, statePriors } from "../src/index.ts";
import { someFeatures } from "./some-features.ts";

test("hybridScores(logProbs, priors) gives back what Bayes made posteriors of, up to a number for each frame", () => {
  const likelihoods = someFeatures(4, 3, 1);
  const priors = [0.2, 0.5, 0.3];
  const logProbs = new Float64Array(12);
  for (let row = 0; row < 4; row++) {
    const joint = priors.map((prior, state) => likelihoods.data[row * 3 + state]! + Math.log(prior));
    logProbs.set(softmax(joint).map(Math.log), row * 3);
  }
  const { data } = hybridScores(createMatrix(4, 3, logProbs), priors);
  for (let row = 0; row < 4; row++) {
    const shift = data[row * 3]! - likelihoods.data[row * 3]!;
    const moved = Array.from(likelihoods.data.subarray(row * 3, row * 3 + 3), (value) => value + shift);
    expect(data.subarray(row * 3, row * 3 + 3)).toBeAllClose(moved, { rtol: 1e-9, atol: 1e-9 });
  }
});

test("a state that never occurs is impossible, whatever the net says", () => {
  const logProbs = createMatrix(1, 3, Float32Array.of(-1, -Infinity, 0));
  expect(hybridScores(logProbs, [0.5, 0.5, 0]).data).toEqual(Float64Array.of(-1 + Math.LN2, -Infinity, -Infinity));
});

test("statePriors(alignments, stateCount) are the shares of frames, not of utterances", () => {
  expect(statePriors([Int32Array.of(0, 0, 0), [], [1]], 3)).toEqual(Float64Array.of(0.75, 0.25, 0));
});

test.each<[string, () => unknown, string]>([
  ["no frames", () => statePriors([[]], 2), "statePriors: alignments must have frames, got none"],
  [
    "another state",
    () => statePriors([[0], [0, 2]], 2),
    "statePriors: alignments[1][1] must be an integer, at least 0 and below 2, got 2",
  ],
  [
    "too few priors",
    () => hybridScores(someFeatures(1, 2, 1), [1]),
    "hybridScores: priors must have length 2 (columns of logProbs), got 1",
  ],
  [
    "logits",
    () => hybridScores(createMatrix(1, 2, Float32Array.of(-1, 2)), [0.5, 0.5]),
    "hybridScores: logProbs.data[1] must be the logarithm of a probability, got 2",
  ],
])("refuses %s", (_, call, message) => {
  expect(call).toThrow(message);
});
