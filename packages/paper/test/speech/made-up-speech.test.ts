import { forcedAlignment, transcriptGraph } from "@dark-knowledge/speech";
import { expect, test } from "vitest";
import { madeUpLanguage } from "../../src/speech/made-up-speech.ts";

const { lexicon, language, speak } = madeUpLanguage();

test("the language is the same every time, and an utterance the same for its number", () => {
  expect(madeUpLanguage().lexicon).toEqual(lexicon);
  expect(madeUpLanguage().speak(5)).toEqual(speak(5));
  expect(speak(6).features).not.toEqual(speak(5).features);
  expect(lexicon.words).toHaveLength(20);
  expect(new Set(lexicon.words).size).toBe(20);
  const total = [...language.entries.values()].reduce((sum, { logProb }) => sum + Math.exp(logProb), 0);
  expect(total).toBeAllClose(1);
});

test("the states of an utterance are a way to say its words", () => {
  for (let number = 0; number < 20; number++) {
    const { words, states, features } = speak(number);
    expect(features.rows).toBe(states.length);
    const data = new Float64Array(states.length * lexicon.stateCount).fill(-Infinity);
    states.forEach((state, frame) => {
      data[frame * lexicon.stateCount + state] = 0;
    });
    const scores = { rows: states.length, columns: lexicon.stateCount, data };
    // With no other score above −Infinity, the only path there can be.
    expect(Array.from(forcedAlignment(scores, transcriptGraph(words, lexicon)).states)).toEqual(states);
  }
});
