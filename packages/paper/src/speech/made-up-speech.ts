import { createRandom, deriveSeed, type Random } from "@dark-knowledge/core";
import {
  createLexicon,
  type Lexicon,
  type LogMelOptions,
  type NgramModel,
  type Pronunciations,
} from "@dark-knowledge/speech";
import { synthesise } from "./internal/synthesise.ts";

/** Raised when an utterance of the same number sounds differently. */
export const MADE_UP_VERSION = 2;

const SEED = 1503_02531;
const PHONES = ["A", "B", "D", "E", "G", "I", "K", "N", "O", "S", "T", "U"];
const WORDS = 20;
/** Bands of frequencies in which states differ by their loudness. */
const BANDS = 10;

/** How the made-up language is heard. */
export const MADE_UP_LOG_MELS: LogMelOptions = { sampleRate: 8000, filters: 24 };

/** A recording whose states are known. */
interface MadeUpUtterance {
  readonly words: readonly string[];
  /** As a file of 16 bits has them, {@link MADE_UP_LOG_MELS} by the second. */
  readonly samples: Float32Array;
  /** The state of each frame. */
  readonly states: readonly number[];
}

/** A made-up language. */
export interface MadeUpLanguage {
  readonly lexicon: Lexicon;
  /** Every word, and the end, is as probable as any other. */
  readonly language: NgramModel;
  /** Speaks an utterance; each number is another one. */
  speak(number: number): MadeUpUtterance;
}

/**
 * Makes a language of 20 words of two or three phones, with three states each. A state sounds like its phone, and phones sound like one
 * of four families. Speakers differ: each utterance has a pitch and a colour of its own, which the frames around one tell.
 */
export function madeUpLanguage(): MadeUpLanguage {
  const random = createRandom(deriveSeed(SEED, "made-up words"));
  const lexicon = createLexicon(makeWords(random));
  const sounds = makeSounds(lexicon, random);
  const logProb = -Math.log(WORDS + 1);
  const names = [...lexicon.words, "</s>"];
  return {
    lexicon,
    language: { order: 1, entries: new Map(names.map((word) => [word, { logProb, backOffLogProb: 0 }])) },
    speak: (number) => speak(lexicon, sounds, createRandom(deriveSeed(SEED, "made-up utterance", number))),
  };
}

/** Every fourth word has two pronunciations. */
function makeWords(random: Random): Pronunciations {
  const words = new Map<string, string[][]>();
  const pronounce = (length: number) => Array.from({ length }, () => PHONES[random.integer(PHONES.length)]!);
  while (words.size < WORDS) {
    const phones = pronounce(2 + random.integer(2));
    const name = phones.join("");
    if (words.has(name)) continue;
    words.set(name, words.size % 4 === 0 ? [phones, [...phones, ...pronounce(1)]] : [phones]);
  }
  return words;
}

/** The mean loudness of each state in each band, as the logarithm of its energy. */
function makeSounds({ phones, silence, statesPerPhone }: Lexicon, random: Random): readonly (readonly number[])[] {
  const direction = (scale: number) => Array.from({ length: BANDS }, () => scale * random.normal());
  const sum = (...parts: readonly (readonly number[])[]) =>
    Array.from({ length: BANDS }, (_, band) => parts.reduce((total, part) => total + part[band]!, 0));
  const families = Array.from({ length: 4 }, () => direction(1));
  return phones.flatMap((_, phone) => {
    const quiet = Array.from({ length: BANDS }, () => (phone === silence ? -2 : 0));
    const own = sum(families[phone % families.length]!, direction(0.5), quiet);
    return Array.from({ length: statesPerPhone }, () => sum(own, direction(0.4)));
  });
}

function speak(lexicon: Lexicon, sounds: readonly (readonly number[])[], random: Random): MadeUpUtterance {
  const numbers = Array.from({ length: 3 + random.integer(3) }, () => random.integer(lexicon.words.length));
  const silence = () => (random.uniform() < 0.5 ? [lexicon.silence] : []);
  const phones = [
    ...silence(),
    ...numbers.flatMap((word) => {
      const variants = lexicon.pronunciations[word]!;
      return [...variants[random.integer(variants.length)]!, ...silence()];
    }),
  ];
  const states: number[] = [];
  for (const phone of phones) {
    for (let state = 0; state < lexicon.statesPerPhone; state++) {
      do states.push(phone * lexicon.statesPerPhone + state);
      while (random.uniform() < 0.5);
    }
  }
  const colour = Array.from({ length: BANDS }, () => 0.7 * random.normal());
  const loudness = states.map((state) =>
    colour.map((shift, band) => sounds[state]![band]! + shift + NOISE * random.normal()),
  );
  return { words: numbers.map((word) => lexicon.words[word]!), samples: synthesise(loudness, random), states };
}

/** By how much, in nats, the loudness of a state varies from frame to frame. */
const NOISE = 1.1;
