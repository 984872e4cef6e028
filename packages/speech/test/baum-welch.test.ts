import { createMatrix } from "@dark-knowledge/core";
import { expect, test } from "vitest";
import {
  type AcousticModel,
  baumWelch,
  flatStart,
  forcedAlignment,
  mixtureLogLikelihoods,
  splitMixtures,
} from "../src/index.ts";
import { allPaths } from "./all-paths.ts";
import { madeUpSpeech, STATES } from "./some-training.ts";

const speech = madeUpSpeech(40, 1);
const start = flatStart(
  speech.map(({ features }) => features),
  { states: STATES },
);

/** Trains, and checks at each step that the likelihood has not fallen. */
function train(model: AcousticModel, steps: number): AcousticModel {
  let last = -Infinity;
  for (let step = 0; step < steps; step++) {
    const { model: next, logLikelihood } = baumWelch(model, speech);
    expect(logLikelihood).toBeGreaterThanOrEqual(last - 1e-9 * Math.abs(last));
    [model, last] = [next, logLikelihood];
  }
  return model;
}

test("a flat start finds the states of a made-up language, and the likelihood never falls", () => {
  const model = train(start, 30);
  const right = speech.flatMap(({ features, graph, said }) => {
    const scores = mixtureLogLikelihoods(model, features);
    return Array.from(
      forcedAlignment(scores, graph, { stayProbs: model.stayProbs }).states,
      (state, at) => state === said[at],
    );
  });
  expect(right.filter(Boolean).length / right.length).toBeGreaterThan(0.95);
  for (let state = 0; state < STATES; state++) {
    expect(model.means[2 * state]).toBeAllClose(3 * state, { atol: 0.5 });
    // Two to four frames each: left after three.
    expect(model.stayProbs[state]).toBeAllClose(2 / 3, { atol: 0.1 });
  }
});

test("the likelihood never falls with mixtures and with floors that are reached", () => {
  const floored = flatStart(
    speech.map(({ features }) => features),
    { states: STATES, varianceFloor: 0.2 },
  );
  const model = train(splitMixtures(train(floored, 8)), 12);
  expect(model.components).toBe(2);
  for (let state = 0; state < STATES; state++)
    expect(model.weights[2 * state]! + model.weights[2 * state + 1]!).toBeAllClose(1);
  const atFloor = Array.from(model.variances).filter((variance, place) => variance === model.varianceFloors[place % 2]);
  expect(atFloor.length).toBeGreaterThan(0);
  expect(Array.from(model.variances).every((variance, place) => variance >= model.varianceFloors[place % 2]!)).toBe(
    true,
  );
});

test("baumWelch(model, utterances) takes the means over all paths, each by its probability", () => {
  const utterances = madeUpSpeech(60, 2)
    .filter(({ features }) => features.rows <= 7)
    .slice(0, 4);
  const model = baumWelch(start, speech).model;
  const count = new Array<number>(STATES).fill(0);
  const stays = new Array<number>(STATES).fill(0);
  const sums = new Array<number>(2 * STATES).fill(0);
  const squares = new Array<number>(2 * STATES).fill(0);
  let logLikelihood = 0;
  for (const { features, graph } of utterances) {
    const paths = allPaths(mixtureLogLikelihoods(model, features), graph, model.stayProbs);
    const total = paths.reduce((sum, { prob }) => sum + prob, 0);
    logLikelihood += Math.log(total);
    for (const { nodes, prob } of paths) {
      nodes.forEach((node, frame) => {
        const state = graph.states[node]!;
        count[state]! += prob / total;
        if (frame > 0 && nodes[frame - 1] === node) stays[state]! += prob / total;
        for (const feature of [0, 1]) {
          const value = features.data[2 * frame + feature]!;
          sums[2 * state + feature]! += (value * prob) / total;
          squares[2 * state + feature]! += (value ** 2 * prob) / total;
        }
      });
    }
  }
  const step = baumWelch(model, utterances);
  expect(step.logLikelihood).toBeAllClose(logLikelihood, { rtol: 1e-9 });
  expect(step.frames).toBe(utterances.reduce((sum, { features }) => sum + features.rows, 0));
  for (let state = 0; state < STATES; state++) {
    expect(step.model.stayProbs[state]).toBeAllClose(stays[state]! / count[state]!, { rtol: 1e-7 });
    for (const place of [2 * state, 2 * state + 1]) {
      const mean = sums[place]! / count[state]!;
      const variance = Math.max(squares[place]! / count[state]! - mean ** 2, model.varianceFloors[place % 2]!);
      expect(step.model.means[place]).toBeAllClose(mean, { rtol: 1e-7 });
      expect(step.model.variances[place]).toBeAllClose(variance, { rtol: 1e-5 });
    }
  }
});

test("baumWelch(model, utterances) keeps states that nothing is heard of, and does not write to the model", () => {
  const before = structuredClone(start);
  const all = Array.from({ length: STATES }, (_, state) => state);
  const absentFrom = (one: (typeof speech)[number]) => all.filter((state) => !one.graph.states.includes(state));
  const utterance = speech.find((one) => absentFrom(one).length > 0);
  const absent = absentFrom(utterance!);
  const { model } = baumWelch(start, [utterance!]);
  expect(absent.length).toBeGreaterThan(0);
  for (const state of absent)
    expect(model.means.slice(2 * state, 2 * state + 2)).toEqual(start.means.slice(2 * state, 2 * state + 2));
  expect(start).toEqual(before);
});

test("baumWelch(model, utterances) names the utterance that is too short for its transcript", () => {
  const [one] = speech;
  const short = { ...one!, features: createMatrix(1, 2, Float32Array.of(0, 0)) };
  expect(() => baumWelch(start, [one!, short])).toThrow(
    /^baumWelch: utterances\[1\]\.features must have at least \d+ rows, the shortest path through the graph, got 1$/,
  );
});
