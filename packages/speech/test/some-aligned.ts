import { createMatrix, createRandom } from "@dark-knowledge/core";
import { type AlignedUtterance, createLexicon, type Lexicon, readPronunciations } from "../src/index.ts";

export const CONTEXT_LEXICON: Lexicon = createLexicon(
  readPronunciations("A  K A T\nB  T A K\nC  S A\nD  A S I\nE  K I S A T\nF  T I\nG  I\n"),
  { statesPerPhone: 2 },
);

/** Random utterances with their alignments: a phone sounds as its neighbours do a little. */
export function someAligned(count: number, seed: number, lexicon: Lexicon = CONTEXT_LEXICON): AlignedUtterance[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => {
    const states: number[] = [];
    const data: number[] = [];
    const phones: { phone: string; word: number; start: number; end: number }[] = [];
    const speak = (numbers: readonly number[], word: number) => {
      numbers.forEach((phone, at) => {
        const start = states.length;
        for (let position = 0; position < lexicon.statesPerPhone; position++) {
          for (let frame = random.integer(3); frame >= 0; frame--) {
            states.push(phone * lexicon.statesPerPhone + position);
            data.push(phone - (numbers[at - 1] ?? -1) / 2 + random.normal() / 3);
            data.push(position + ((numbers[at + 1] ?? -1) % 3) + random.normal() / 3);
          }
        }
        phones.push({ phone: lexicon.phones[phone]!, word, start, end: states.length });
      });
    };
    for (let word = 0; word < 4; word++) {
      if (random.uniform() < 0.3) speak([lexicon.silence], -1);
      speak(lexicon.pronunciations[random.integer(lexicon.words.length)]![0]!, word);
    }
    const features = createMatrix(states.length, 2, Float32Array.from(data));
    return { features, alignment: { states: Int32Array.from(states), phones } };
  });
}
