import { assertFields, assertInteger, assertOptions, formatValue } from "@dark-knowledge/core";
import { fail } from "./internal/fail.ts";
import type { NgramEntry, NgramModel } from "./ngram-model.ts";

/** Options of {@link estimateNgrams}. */
export interface EstimateNgramsOptions {
  /** The words that can be said, such as those of a lexicon, without spaces: also those that do not occur get a probability. */
  readonly words: readonly string[];
  /** The length of the longest sequences. Default: 2. */
  readonly order?: number;
}

/**
 * Estimates an n-gram language model from transcripts, with Witten–Bell smoothing. After a history h that occurs `c(h)` times, followed
 * by `t(h)` different words, a word has the probability `(c(h w) + t(h) p(w | h′)) / (c(h) + t(h))`, where h′ is h without its first
 * word; below the empty history all words and the end of an utterance are equally probable.
 *
 * @param transcripts the words of each utterance
 * @returns a back-off model in which the probabilities of all words and `</s>` after any history sum to 1
 * @throws ArgumentError when there are no transcripts, a word is not one of `words`, or an option is not in its range
 * @see Witten and Bell (1991), The zero-frequency problem; Chen and Goodman (1999), section 2.5
 *
 * @example
 * ```ts
 * import { estimateNgrams, ngramLogProb } from "@dark-knowledge/speech";
 *
 * const model = estimateNgrams([["YES"], ["NO", "NO"]], { words: ["YES", "NO", "GO"] });
 * // YES occurs once, and is followed by the end. (1 + 1 · p(</s>)) / (1 + 1), where p(</s>) = (2 + 3 · ¼) / (5 + 3).
 * Math.exp(ngramLogProb(model, ["<s>", "YES"], "</s>")); // ≈ 0.6719
 * Math.exp(ngramLogProb(model, ["<s>"], "GO")); // ≈ 0.0469
 * ```
 */
export function estimateNgrams(
  transcripts: readonly (readonly string[])[],
  options: EstimateNgramsOptions,
): NgramModel {
  assertOptions<EstimateNgramsOptions>("estimateNgrams", options, { words: true, order: true });
  assertFields("estimateNgrams", options, { words: "texts" }, { prefix: "options." });
  const { words, order = 2 } = options;
  assertInteger("estimateNgrams", "order", order, { min: 1, max: 10 });
  if (words.length === 0) fail("estimateNgrams", "shape", "options.words", "must be at least one word", "none");
  const strange = words.findIndex((word) => /^(<s>|<\/s>)?$|\s/.test(word));
  if (strange >= 0) {
    const expected = `must be a word without spaces, and neither ${BEGIN} nor ${END}`;
    fail("estimateNgrams", "range", `options.words[${strange}]`, expected, formatValue(words[strange]));
  }
  assertTranscripts(transcripts, words);
  const successors = countSuccessors(transcripts, order);
  const vocabulary = [...new Set([...words, END])];
  const entries = new Map<string, NgramEntry>();
  const { total, counts } = successors.get("")!;
  const unseen = counts.size / (total + counts.size) / vocabulary.length;
  const backOffOf = (history: string) => {
    const found = successors.get(history);
    return found === undefined ? 0 : Math.log(found.counts.size / (found.total + found.counts.size));
  };
  for (const word of vocabulary) {
    const prob = (counts.get(word) ?? 0) / (total + counts.size) + unseen;
    entries.set(word, { logProb: Math.log(prob), backOffLogProb: word === END ? 0 : backOffOf(word) });
  }
  if (order > 1) entries.set(BEGIN, { logProb: -Infinity, backOffLogProb: backOffOf(BEGIN) });
  // Shorter histories come first: those of a length were all counted with the one before.
  const histories = [...successors].filter(([history]) => history !== "");
  histories.sort(([one], [other]) => lengthOf(one) - lengthOf(other));
  for (const [history, { total, counts }] of histories) {
    const shorter = history.split(" ").slice(1).join(" ");
    const types = counts.size;
    for (const [word, count] of counts) {
      const below = Math.exp(entries.get(shorter === "" ? word : `${shorter} ${word}`)!.logProb);
      const words = `${history} ${word}`;
      const logProb = Math.log((count + types * below) / (total + types));
      entries.set(words, { logProb, backOffLogProb: word === END || lengthOf(words) === order ? 0 : backOffOf(words) });
    }
  }
  return { order, entries };
}

const [BEGIN, END] = ["<s>", "</s>"];

const lengthOf = (history: string) => history.split(" ").length;

function assertTranscripts(transcripts: readonly (readonly string[])[], words: readonly string[]): void {
  if (!Array.isArray(transcripts) || transcripts.length === 0) {
    fail("estimateNgrams", "dtype", "transcripts", "must be an array, at least one", formatValue(transcripts));
  }
  const known = new Set(words);
  for (const [index, transcript] of Array.from(transcripts as readonly (readonly string[])[]).entries()) {
    assertFields("estimateNgrams", { [`transcripts[${index}]`]: transcript }, { [`transcripts[${index}]`]: "texts" });
    const place = transcript.findIndex((word) => !known.has(word));
    if (place < 0) continue;
    const where = `transcripts[${index}][${place}]`;
    fail("estimateNgrams", "range", where, "must be one of options.words", formatValue(transcript[place]));
  }
}

/** How often each word follows a history. */
interface Successors {
  total: number;
  readonly counts: Map<string, number>;
}

function countSuccessors(transcripts: readonly (readonly string[])[], order: number): Map<string, Successors> {
  const successors = new Map<string, Successors>();
  for (const transcript of transcripts) {
    const said = [BEGIN, ...transcript, END];
    for (let at = 1; at < said.length; at++) {
      for (let length = 0; length < order && length <= at; length++) {
        const history = said.slice(at - length, at).join(" ");
        const found = successors.get(history) ?? { total: 0, counts: new Map<string, number>() };
        successors.set(history, found);
        found.total++;
        found.counts.set(said[at]!, (found.counts.get(said[at]!) ?? 0) + 1);
      }
    }
  }
  return successors;
}
