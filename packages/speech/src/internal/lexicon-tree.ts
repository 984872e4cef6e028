import type { Lexicon } from "../create-lexicon.ts";
import { pauseState, phoneStates } from "./phone-states.ts";

/** A word that ends at a leaf, with the logarithm of the pronunciation's probability. */
interface EndingWord {
  readonly word: number;
  readonly logProb: number;
}

/**
 * All pronunciations as one tree that shares beginnings with the same states, and silence and a short pause after it. A cell is one state of one phone; it
 * is entered from one other, which has a smaller number, or from where words begin.
 */
export interface LexiconTree {
  /** The state of each cell. */
  readonly states: Int32Array;
  /** The cell from which each is entered; −1 for the first of a word, −2 for that of silence, −3 for the pause. */
  readonly sources: Int32Array;
  /** The words that end with a cell. */
  readonly endings: readonly { readonly cell: number; readonly words: readonly EndingWord[] }[];
  /** The last cell of silence. */
  readonly silenceEnd: number;
  /** The only cell of a short pause. */
  readonly pause: number;
}

export const WORD_BEGIN = -1;
export const SILENCE_BEGIN = -2;
export const PAUSE_BEGIN = -3;

/** Makes the tree of a lexicon. */
export function lexiconTree(lexicon: Lexicon): LexiconTree {
  const states: number[] = [];
  const sources: number[] = [];
  const endings = new Map<number, EndingWord[]>();
  /** The last cell of a phone by the cell before it and its states. */
  const known = new Map<string, number>();
  const append = (phone: readonly number[], from: number): number => {
    phone.forEach((state, position) => {
      sources.push(position === 0 ? from : states.length - 1);
      states.push(state);
    });
    return states.length - 1;
  };
  lexicon.pronunciations.forEach((variants, word) => {
    for (const variant of variants) {
      let cell = WORD_BEGIN;
      for (const phone of phoneStates(lexicon, variant)) {
        const key = `${cell} ${phone}`;
        const next = known.get(key) ?? append(phone, cell);
        known.set(key, next);
        cell = next;
      }
      const words = endings.get(cell) ?? [];
      endings.set(cell, words);
      words.push({ word, logProb: -Math.log(variants.length) });
    }
  });
  const silenceEnd = append(phoneStates(lexicon, [lexicon.silence])[0]!, SILENCE_BEGIN);
  const pause = append([pauseState(lexicon)], PAUSE_BEGIN);
  return {
    states: Int32Array.from(states),
    sources: Int32Array.from(sources),
    endings: Array.from(endings, ([cell, words]) => ({ cell, words })),
    ...{ silenceEnd, pause },
  };
}
