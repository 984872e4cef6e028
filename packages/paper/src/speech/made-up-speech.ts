import { createRandom, deriveSeed, type Matrix, type Random } from "@dark-knowledge/core";
import { createLexicon, type Lexicon, type NgramModel, type Pronunciations } from "@dark-knowledge/speech";

const SEED = 1503_02531;
const PHONES = ["A", "B", "D", "E", "G", "I", "K", "N", "O", "S", "T", "U"];
const WORDS = 20;
const FEATURES = 10;

/** An utterance whose states are known. */
interface MadeUpUtterance {
  readonly words: readonly string[];
  /** Frames × features. */
  readonly features: Matrix<Float32Array>;
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
 * of four families. Speakers differ: each utterance has its own shift of all features, which the frames around one tell.
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

/** The mean features of each state. */
function makeSounds({ phones, statesPerPhone }: Lexicon, random: Random): readonly (readonly number[])[] {
  const direction = (scale: number) => Array.from({ length: FEATURES }, () => scale * random.normal());
  const sum = (...parts: readonly (readonly number[])[]) =>
    Array.from({ length: FEATURES }, (_, axis) => parts.reduce((total, part) => total + part[axis]!, 0));
  const families = Array.from({ length: 4 }, () => direction(1));
  return phones.flatMap((_, phone) => {
    const own = sum(families[phone % families.length]!, direction(0.5));
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
  const shift = Array.from({ length: FEATURES }, () => 0.7 * random.normal());
  const data = Float32Array.from({ length: states.length * FEATURES }, (_, place) => {
    const axis = place % FEATURES;
    return sounds[states[Math.floor(place / FEATURES)]!]![axis]! + shift[axis]! + 1.1 * random.normal();
  });
  return {
    words: numbers.map((word) => lexicon.words[word]!),
    features: { rows: states.length, columns: FEATURES, data },
    states,
  };
}
