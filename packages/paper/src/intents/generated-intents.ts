import { createRandom, deriveSeed, type Random } from "@dark-knowledge/core";
import type { LabelledTexts } from "@dark-knowledge/datasets/node";
import type { IntentTexts } from "./intent-texts.ts";

const SEED = 1503_02531;
const CLASSES = 8;
const CONCEPTS = 4;
const SYNONYMS = 8;
const FILLERS = 12;
const SYLLABLES = ["ba", "de", "fi", "go", "ka", "lu", "me", "ni", "po", "ra", "su", "ti", "vo", "we", "za"];

/** The length of the vectors of {@link embedGenerated}. */
export const GENERATED_DIMENSION = 24;

/**
 * Generates sentences of eight intents in a made-up language. An intent has four concepts, and a concept has eight words that look
 * nothing alike; a sentence names three concepts of its intent, between words that mean nothing. Which words mean the same is learned
 * from many sentences, not from few.
 */
export function generatedIntents(): IntentTexts {
  const { concepts, fillers, strange } = makeLanguage();
  const random = createRandom(deriveSeed(SEED, "sentences"));
  const any = (list: readonly string[]) => list[random.integer(list.length)]!;
  const sentence = (words: readonly string[]) => words.flatMap((word) => [any(fillers), word]).join(" ");
  const ofClass = (label: number) => {
    const named = Array.from(random.permutation(CONCEPTS).subarray(0, 3));
    return sentence(named.map((concept) => any(concepts[label * CONCEPTS + concept]!)));
  };
  const part = (perClass: number): LabelledTexts => {
    const labels = Int32Array.from({ length: perClass * CLASSES }, (_, index) => index % CLASSES);
    return { texts: Array.from(labels, ofClass), labels };
  };
  return {
    classNames: Array.from({ length: CLASSES }, (_, label) => `intent ${label}`),
    ...{ training: part(60), validation: part(15), test: part(25) },
    outside: {
      texts: Array.from({ length: 60 }, () => sentence([any(strange), any(strange), any(strange)])),
      labels: new Int32Array(60).fill(-1),
    },
  };
}

/**
 * Embeds sentences of the made-up language as a pretrained encoder would: words of one concept have nearly the same vector, and a
 * sentence has the mean of those of its words.
 *
 * @returns `[sentences, 24]`
 */
export function embedGenerated(sentences: readonly string[]): Float32Array {
  const { concepts } = makeLanguage();
  const vectors = new Map<string, Float64Array>();
  concepts.forEach((words, concept) => {
    const meaning = directionOf(createRandom(deriveSeed(SEED, "meaning", concept)));
    for (const word of words) {
      const own = directionOf(createRandom(deriveSeed(SEED, "shade", ...codesOf(word))));
      vectors.set(
        word,
        meaning.map((value, axis) => value + 0.4 * own[axis]!),
      );
    }
  });
  const embedded = new Float32Array(sentences.length * GENERATED_DIMENSION);
  sentences.forEach((sentence, row) => {
    const words = sentence.split(" ");
    for (const word of words) {
      vectors.get(word)?.forEach((value, axis) => {
        embedded[row * GENERATED_DIMENSION + axis]! += value / words.length;
      });
    }
  });
  return embedded;
}

/** The words of each concept, those that mean nothing, and those of no intent. */
function makeLanguage() {
  const random = createRandom(deriveSeed(SEED, "words"));
  const used = new Set<string>();
  const words = (count: number) =>
    Array.from({ length: count }, () => {
      let word: string;
      do word = Array.from({ length: 3 }, () => SYLLABLES[random.integer(SYLLABLES.length)]!).join("");
      while (used.has(word));
      used.add(word);
      return word;
    });
  return {
    concepts: Array.from({ length: CLASSES * CONCEPTS }, () => words(SYNONYMS)),
    fillers: words(FILLERS),
    strange: words(CLASSES * SYNONYMS),
  };
}

function directionOf(random: Random): Float64Array {
  return Float64Array.from({ length: GENERATED_DIMENSION }, () => random.normal());
}

function codesOf(word: string): readonly number[] {
  return Array.from(word, (letter) => letter.charCodeAt(0));
}
