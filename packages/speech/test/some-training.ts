import { createMatrix, createRandom, type Matrix } from "@dark-knowledge/core";
import { createLexicon, type HmmGraph, readPronunciations, transcriptGraph } from "../src/index.ts";
import { DICTIONARY } from "./some-hmms.ts";

const lexicon = createLexicon(readPronunciations(DICTIONARY), { statesPerPhone: 1 });
export const STATES: number = lexicon.stateCount;

/** Utterances of a language whose states are known: state s is heard around (3s, −s). */
export function madeUpSpeech(
  count: number,
  seed: number,
): { features: Matrix<Float32Array>; graph: HmmGraph; said: number[] }[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => {
    const words = Array.from({ length: 1 + random.integer(3) }, () => lexicon.words[random.integer(2)]!);
    const phones = words.flatMap((word) => {
      const variants = lexicon.pronunciations[lexicon.words.indexOf(word)]!;
      const silence = random.uniform() < 0.5 ? [lexicon.silence] : [];
      return [...silence, ...variants[random.integer(variants.length)]!];
    });
    const said = phones.flatMap((phone) => new Array<number>(2 + random.integer(3)).fill(phone));
    const data = Float32Array.from(
      said.flatMap((state) => [3 * state + random.normal() / 2, random.normal() / 2 - state]),
    );
    return { features: createMatrix(said.length, 2, data), graph: transcriptGraph(words, lexicon), said };
  });
}
