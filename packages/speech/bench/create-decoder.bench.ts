import { createRandom } from "@dark-knowledge/core";
import { bench, describe } from "vitest";
import { createDecoder, createLexicon } from "../src/index.ts";

/** As in AN4: words of a few of 34 phones, frames of 10 ms, an utterance of three seconds. */
const [WORDS, PHONES, FRAMES] = [130, 33, 300];
const ONCE = { iterations: 10, warmupIterations: 2, time: 0, warmupTime: 0 };

const random = createRandom(1);
const phones = () => Array.from({ length: 1 + random.integer(6) }, () => `P${random.integer(PHONES)}`);
const lexicon = createLexicon(new Map(Array.from({ length: WORDS }, (_, word) => [`W${word}`, [phones()]])));
const logProb = -Math.log(WORDS + 1);
const names = [...lexicon.words, "</s>"];
const language = { order: 1, entries: new Map(names.map((word) => [word, { logProb, backOffLogProb: 0 }])) };

/** Somebody says words one after another; the right state of each frame scores 2 better on average, with a deviation of 2. */
function someScores() {
  const states: number[] = [];
  while (states.length < FRAMES) {
    for (const phone of lexicon.pronunciations[random.integer(WORDS)]![0]!) {
      for (const state of [0, 1, 2]) {
        do states.push(3 * phone + state);
        while (random.uniform() < 0.5);
      }
    }
  }
  const columns = lexicon.stateCount;
  const data = Float64Array.from({ length: FRAMES * columns }, () => 2 * random.normal());
  for (let frame = 0; frame < FRAMES; frame++) data[frame * columns + states[frame]!]! += 2;
  return { rows: FRAMES, columns, data };
}

const scores = someScores();

// Real time is one run in three seconds.
describe("three seconds of 130 words and 102 states", () => {
  for (const beam of [40, 120, Number.POSITIVE_INFINITY]) {
    const decoder = createDecoder(lexicon, language, { beam, languageWeight: 6 });
    bench(`beam ${beam}`, () => void decoder.decode(scores), ONCE);
  }
  const decoder = createDecoder(lexicon, language, { beam: 120, languageWeight: 6, hypotheses: 10 });
  bench("beam 120, 10 hypotheses", () => void decoder.decode(scores), ONCE);
});
