import { createMatrix, createRandom } from "@dark-knowledge/core";
import { createLexicon, tiedState } from "@dark-knowledge/speech";
import { expect, test } from "vitest";
import { alignUtterances } from "../../../src/speech/recorded/align-utterances.ts";

test.each([1, 2])("states are found from their order in the transcripts alone, with %d Gaussians", (gaussians) => {
  const random = createRandom(7);
  const lexicon = createLexicon(
    new Map([
      ["NO", [["N", "OW"]]],
      ["OWN", [["OW", "N"]]],
    ]),
    { statesPerPhone: 1 },
  );
  const sound = { N: -3, OW: 3, SIL: 0 };
  const truth: string[][] = [];
  const speak = (word: string) => {
    const phones = ["SIL", ...(word === "NO" ? ["N", "OW"] : ["OW", "N"]), "SIL"] as (keyof typeof sound)[];
    const frames = phones.flatMap((phone) => Array.from({ length: 3 + random.integer(4) }, () => phone));
    truth.push(frames);
    const data = Float32Array.from(frames, (phone) => sound[phone] + 0.4 * random.normal());
    return { words: [word], features: createMatrix(frames.length, 1, data) };
  };
  const utterances = Array.from({ length: 24 }, (_, index) => speak(index % 2 === 0 ? "NO" : "OWN"));
  const options = { gaussians, passes: 12 };
  const { states, stayProbs } = alignUtterances(utterances.slice(0, 20), utterances.slice(20), lexicon, options);
  const found = states.map((list) => Array.from(list, (state) => lexicon.phones[state]!));
  const right = found.flat().filter((phone, frame) => phone === truth.flat()[frame]).length;
  expect(right / truth.flat().length).toBeGreaterThan(0.97);
  expect(stayProbs).toHaveLength(3);
  expect(Array.from(stayProbs).every((prob) => prob > 0.5 && prob < 1)).toBe(true);
});

test("tied states tell contexts apart, in the same times of phones", () => {
  const random = createRandom(8);
  const lexicon = createLexicon(
    new Map([
      ["NO", [["N", "OW"]]],
      ["GO", [["G", "OW"]]],
    ]),
    { statesPerPhone: 1 },
  );
  // OW sounds otherwise after N.
  const sound = { SIL: 0, N: -3, G: -6, NOW: 3, GOW: 7 };
  const truth: string[] = [];
  const utterances = Array.from({ length: 40 }, (_, index) => {
    const word = index % 2 === 0 ? "NO" : "GO";
    const sounds = ["SIL", word[0]!, `${word[0]}OW`, "SIL"] as (keyof typeof sound)[];
    const frames = sounds.flatMap((one) => Array.from({ length: 3 + random.integer(4) }, () => one));
    truth.push(...frames);
    const data = Float32Array.from(frames, (one) => sound[one] + 0.4 * random.normal());
    return { words: [word], features: createMatrix(frames.length, 1, data) };
  });
  const options = { gaussians: 1, passes: 12 };
  const found = alignUtterances(utterances, [], lexicon, options, { tied: 5 });
  expect(found.lexicon.stateCount).toBe(5);
  expect(found.stayProbs).toHaveLength(5);
  const stateOf = (phone: string, left?: string) =>
    tiedState(found.lexicon, { phone, ...(left === undefined ? {} : { left }) });
  const states = {
    ...{ SIL: stateOf("SIL"), N: stateOf("N"), G: stateOf("G") },
    ...{ NOW: stateOf("OW", "N"), GOW: stateOf("OW", "G") },
  };
  expect(new Set(Object.values(states)).size).toBe(5);
  const labels = found.states.flatMap((list) => Array.from(list));
  const right = labels.filter((state, frame) => state === states[truth[frame] as keyof typeof states]).length;
  expect(right / truth.length).toBeGreaterThan(0.97);
  expect(() => alignUtterances(utterances, [], lexicon, options, { tied: 3 })).toThrow(
    "spec: states.tied must be at least 4 (the states of 4 phones), got 3",
  );
});
