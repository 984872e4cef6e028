import type { NgramModel } from "../ngram-model.ts";

const UNKNOWN = ["<unk>", "<UNK>"];

/** The word by which a model lists a word: itself, its mark for unknown ones, or nothing. */
export function listedWord({ entries }: NgramModel, word: string): string | undefined {
  return [word, ...UNKNOWN].find((name) => entries.has(name));
}

/** ngramLogProb, without checks. */
export function backedOffLogProb(model: NgramModel, history: readonly string[], word: string): number {
  const listed = listedWord(model, word);
  if (listed === undefined) return -Infinity;
  const known = history.map((before) => listedWord(model, before) ?? before);
  let weight = 0;
  for (let from = Math.max(0, known.length - model.order + 1); from < known.length; from++) {
    const words = known.slice(from).join(" ");
    const entry = model.entries.get(`${words} ${listed}`);
    if (entry !== undefined) return weight + entry.logProb;
    weight += model.entries.get(words)?.backOffLogProb ?? 0;
  }
  return weight + model.entries.get(listed)!.logProb;
}
