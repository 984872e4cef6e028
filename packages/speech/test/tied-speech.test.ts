import { createMatrix, createRandom, type Matrix } from "@dark-knowledge/core";
import { expect, test } from "vitest";
import {
  type AcousticModel,
  baumWelch,
  cloneStates,
  corpusWordErrors,
  createDecoder,
  createLexicon,
  flatStart,
  forcedAlignment,
  type Lexicon,
  mixtureLogLikelihoods,
  readPronunciations,
  splitMixtures,
  tieStates,
  transcriptGraph,
} from "../src/index.ts";

const CONSONANTS = ["K", "P", "S", "T"];
const VOWELS = ["A", "I", "U"];
const FEATURES = 3;

/** Words of a consonant, a vowel and a consonant. */
const monophones = createLexicon(
  readPronunciations(
    CONSONANTS.flatMap((first, at) =>
      VOWELS.map((vowel, index) => {
        const last = CONSONANTS[(at + index + 1) % CONSONANTS.length]!;
        return `${first}${vowel}${last}  ${first} ${vowel} ${last}\n`;
      }),
    ).join(""),
  ),
  { statesPerPhone: 2 },
);

interface Utterance {
  readonly words: readonly string[];
  readonly features: Matrix;
}

/** Speaks sentences: the first half of a phone sounds as the phone before it makes it, the second as the one after it does. */
function speech(count: number, seed: number): Utterance[] {
  const sounds = createRandom(1);
  const direction = (scale: number) => Array.from({ length: FEATURES }, () => scale * sounds.normal());
  const own = monophones.phones.map(() => direction(1));
  const pulls = [-1, ...monophones.phones.keys()].map(() => [direction(1.5), direction(1.5)]);
  const random = createRandom(seed);
  return Array.from({ length: count }, () => {
    const words = Array.from({ length: 4 }, () => random.integer(monophones.words.length));
    const data: number[] = [];
    for (const word of words) {
      const phones = monophones.pronunciations[word]![0]!;
      phones.forEach((phone, at) => {
        for (const position of [0, 1]) {
          const neighbour = phones[position === 0 ? at - 1 : at + 1] ?? -1;
          for (let frame = random.integer(3); frame >= 0; frame--) {
            for (let axis = 0; axis < FEATURES; axis++) {
              data.push(own[phone]![axis]! + pulls[neighbour + 1]![position]![axis]! + 0.9 * random.normal());
            }
          }
        }
      });
    }
    const features = createMatrix(data.length / FEATURES, FEATURES, Float32Array.from(data));
    return { words: words.map((word) => monophones.words[word]!), features };
  });
}

const training = speech(24, 22);
const heldOut = speech(15, 122);

function train(model: AcousticModel, lexicon: Lexicon, steps: number): AcousticModel {
  const utterances = training.map(({ words, features }) => ({
    features,
    graph: transcriptGraph(words, lexicon, { silenceProb: 0.1 }),
  }));
  let trained = model;
  for (let step = 0; step < steps; step++) trained = baumWelch(trained, utterances).model;
  return trained;
}

function wordErrorRate(model: AcousticModel, lexicon: Lexicon): number {
  const logProb = -Math.log(lexicon.words.length + 1);
  const names = [...lexicon.words, "</s>"];
  const language = { order: 1, entries: new Map(names.map((word) => [word, { logProb, backOffLogProb: 0 }])) };
  const decoder = createDecoder(lexicon, language, { stayProbs: model.stayProbs, silenceProb: 0.1, beam: 25 });
  return corpusWordErrors(
    heldOut.map(({ words }) => words),
    heldOut.map(({ features }) => decoder.decode(mixtureLogLikelihoods(model, features))[0]?.words ?? []),
  ).rate;
}

test("tied states recognise more words than as many Gaussians of states that do not depend on neighbours", () => {
  const all = training.map(({ features }) => features);
  const single = train(flatStart(all, { states: monophones.stateCount }), monophones, 5);
  const aligned = training.map(({ words, features }) => ({
    features,
    alignment: forcedAlignment(
      mixtureLogLikelihoods(single, features),
      transcriptGraph(words, monophones, { silenceProb: 0.1 }),
      { stayProbs: single.stayProbs },
    ),
  }));
  const tied = tieStates(monophones, aligned, { minOccupancy: 20, minGain: 20, maxStates: 2 * monophones.stateCount });
  const tiedModel = train(cloneStates(single, tied), tied, 3);
  const mixtures = train(splitMixtures(single), monophones, 3);
  expect(tied.stateCount).toBeLessThanOrEqual(2 * monophones.stateCount);
  const [one, two, own] = [
    wordErrorRate(single, monophones),
    wordErrorRate(mixtures, monophones),
    wordErrorRate(tiedModel, tied),
  ];
  expect(two).toBeLessThan(one);
  expect(own).toBeLessThan(0.75 * two);
});
