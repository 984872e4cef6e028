/** Numbers sequences of words: the same sequence always has the same number. */
export interface WordHistories {
  /** The number of a sequence with a word after it. The sequence without words has 0. */
  append(history: number, word: number): number;
  /** The words of a sequence. */
  words(history: number): readonly number[];
}

/** Starts with the sequence without words. */
export function createWordHistories(vocabulary: number): WordHistories {
  const known = new Map<number, number>();
  const befores = [0];
  const lasts = [-1];
  return {
    append(history, word) {
      const key = history * vocabulary + word;
      const found = known.get(key);
      if (found !== undefined) return found;
      known.set(key, befores.length);
      lasts.push(word);
      return befores.push(history) - 1;
    },
    words(history) {
      const words: number[] = [];
      for (let at = history; at !== 0; at = befores[at]!) words.push(lasts[at]!);
      return words.reverse();
    },
  };
}
