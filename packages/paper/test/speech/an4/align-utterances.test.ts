import { createMatrix, createRandom } from "@dark-knowledge/core";
import { createLexicon } from "@dark-knowledge/speech";
import { expect, test } from "vitest";
import { alignUtterances } from "../../../src/speech/an4/align-utterances.ts";

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
