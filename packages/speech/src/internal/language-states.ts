import type { NgramModel } from "../ngram-model.ts";
import { backedOffLogProb, listedWord } from "./backed-off-log-prob.ts";

/** A language model as a graph: what it remembers of the words so far has a number. */
export interface LanguageStates {
  readonly start: number;
  /** The logarithm of the probability of a word, by its place in the vocabulary, and what is remembered after it. */
  next(state: number, word: number): { readonly logProb: number; readonly state: number };
  /** The logarithm of the probability to end. */
  end(state: number): number;
}

/** Remembers no more words than make a difference: the longest that n-grams begin with, or that have a back-off weight. */
export function languageStates(model: NgramModel, vocabulary: readonly string[]): LanguageStates {
  const histories = new Set<string>();
  for (const [words, { backOffLogProb }] of model.entries) {
    const space = words.lastIndexOf(" ");
    if (space > 0) histories.add(words.slice(0, space));
    if (backOffLogProb !== 0) histories.add(words);
  }
  const numbers = new Map<string, number>();
  const states: { readonly history: readonly string[]; readonly steps: Step[] }[] = [];
  const numberOf = (words: readonly string[]) => {
    let from = Math.max(0, words.length - model.order + 1);
    while (from < words.length && !histories.has(words.slice(from).join(" "))) from++;
    const history = words.slice(from);
    const key = history.join(" ");
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, states.length);
    return states.push({ history, steps: [] }) - 1;
  };
  return {
    start: numberOf(["<s>"]),
    next(state, word) {
      const { history, steps } = states[state]!;
      steps[word] ??= {
        logProb: backedOffLogProb(model, history, vocabulary[word]!),
        state: numberOf([...history, listedWord(model, vocabulary[word]!)!]),
      };
      return steps[word];
    },
    end: (state) => backedOffLogProb(model, states[state]!.history, "</s>"),
  };
}

type Step = { readonly logProb: number; readonly state: number };
