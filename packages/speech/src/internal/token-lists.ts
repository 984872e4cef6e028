/** Lists of the best tokens, best first: a score and the words so far. Places without a token have the score −Infinity. */
export interface TokenLists {
  readonly scores: Float64Array;
  /** The number of the words so far, 0 for none. */
  readonly histories: Int32Array;
}

/** Makes empty lists of `size` tokens each. */
export function createTokenLists(count: number, size: number): TokenLists {
  return { scores: new Float64Array(count * size).fill(-Infinity), histories: new Int32Array(count * size) };
}

/** Adds a token to the list that begins at a place, unless one with the same words is at least as good, or all are better. */
export function addToken(
  { scores, histories }: TokenLists,
  begin: number,
  size: number,
  score: number,
  history: number,
): void {
  const last = begin + size - 1;
  if (!(score > scores[last]!)) return;
  /** The place that becomes free: that of the same words, the first empty one, or the last. */
  let place = begin;
  while (place < last && histories[place] !== history && scores[place]! > -Infinity) place++;
  if (histories[place] === history && scores[place]! >= score) return;
  while (place > begin && scores[place - 1]! < score) {
    scores[place] = scores[place - 1]!;
    histories[place] = histories[place - 1]!;
    place--;
  }
  scores[place] = score;
  histories[place] = history;
}
