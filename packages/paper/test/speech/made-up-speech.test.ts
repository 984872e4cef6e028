import { forcedAlignment, logMel, transcriptGraph } from "@dark-knowledge/speech";
import { expect, test } from "vitest";
import { MADE_UP_LOG_MELS, madeUpLanguage } from "../../src/speech/made-up-speech.ts";

const { lexicon, language, speak } = madeUpLanguage();

test("the language is the same every time, and an utterance the same for its number", () => {
  expect(madeUpLanguage().lexicon).toEqual(lexicon);
  expect(madeUpLanguage().speak(5)).toEqual(speak(5));
  expect(speak(6).samples).not.toEqual(speak(5).samples);
  expect(lexicon.words).toHaveLength(20);
  expect(new Set(lexicon.words).size).toBe(20);
  const total = [...language.entries.values()].reduce((sum, { logProb }) => sum + Math.exp(logProb), 0);
  expect(total).toBeAllClose(1);
});

test("the states of an utterance are a way to say its words", () => {
  for (let number = 0; number < 20; number++) {
    const { words, states, samples } = speak(number);
    expect(logMel(samples, MADE_UP_LOG_MELS).rows).toBe(states.length);
    const data = new Float64Array(states.length * lexicon.stateCount).fill(-Infinity);
    states.forEach((state, frame) => {
      data[frame * lexicon.stateCount + state] = 0;
    });
    const scores = { rows: states.length, columns: lexicon.stateCount, data };
    // With no other score above −Infinity, the only path there can be.
    expect(Array.from(forcedAlignment(scores, transcriptGraph(words, lexicon)).states)).toEqual(states);
  }
});

test("samples are those of a file of 16 bits, loud enough to be heard and seldom clipped", () => {
  for (let number = 0; number < 20; number++) {
    const { samples } = speak(number);
    expect(samples.every((sample) => Number.isInteger(sample * 2 ** 15))).toBe(true);
    const power = samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length;
    expect(Math.sqrt(power)).toBeGreaterThan(0.02);
    expect(samples.filter((sample) => Math.abs(sample) > 0.99).length / samples.length).toBeLessThan(0.02);
  }
});

test("silence is quieter than the phones", () => {
  const [silent, spoken] = [true, false].map((isSilence) => {
    const levels: number[] = [];
    for (let number = 0; number < 20; number++) {
      const { states, samples } = speak(number);
      const { rows, columns, data } = logMel(samples, MADE_UP_LOG_MELS);
      for (let row = 0; row < rows; row++) {
        if ((Math.floor(states[row]! / lexicon.statesPerPhone) === lexicon.silence) !== isSilence) continue;
        levels.push(data.subarray(row * columns, (row + 1) * columns).reduce((sum, value) => sum + value, 0) / columns);
      }
    }
    return levels.reduce((sum, level) => sum + level, 0) / levels.length;
  });
  expect(spoken! - silent!).toBeGreaterThan(0.5);
});
