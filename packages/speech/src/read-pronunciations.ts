import { assertOptions, formatValue } from "@dark-knowledge/core";
import { fail } from "./internal/fail.ts";
import { sourceName } from "./internal/source-name.ts";

/** Words with the phones of each way to pronounce them. */
export type Pronunciations = ReadonlyMap<string, readonly (readonly string[])[]>;

/** Options of {@link readPronunciations} and {@link readTranscripts}. */
export interface SphinxTextOptions {
  /** The name of the file in errors. Default: `"dictionary"` or `"transcripts"`. */
  readonly source?: string;
}

/**
 * Reads a pronunciation dictionary in the format of CMU Sphinx: a line for each pronunciation, a word and its phones. Further
 * pronunciations of a word have a number: `A(2) EY`. Lines that begin with `;;;` or `#` are comments.
 *
 * @returns the words in the order of the file
 * @throws Error that names the file and the line, when a word has no phones, has a pronunciation twice, or has a variant before it
 *   has a pronunciation
 *
 * @example
 * ```ts
 * import { readPronunciations } from "@dark-knowledge/speech";
 *
 * const pronunciations = readPronunciations("A  AH\nA(2)  EY\nNO  N OW\n");
 * pronunciations.get("A"); // => [["AH"], ["EY"]]
 * ```
 */
export function readPronunciations(text: string, options: SphinxTextOptions = {}): Pronunciations {
  assertOptions<SphinxTextOptions>("readPronunciations", options, { source: true });
  if (typeof text !== "string") fail("readPronunciations", "dtype", "text", "must be a string", formatValue(text));
  const source = sourceName("readPronunciations", options.source, "dictionary");
  const words = new Map<string, string[][]>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === "" || /^(;;;|#)/.test(line)) continue;
    const refuse = (problem: string) =>
      new Error(`readPronunciations: ${source}, line ${index + 1}: ${formatValue(line.trim())} ${problem}`);
    const [first = "", ...phones] = line.trim().split(/\s+/);
    const [, word = first, variant] = /^(.+)\((\d+)\)$/.exec(first) ?? [];
    if (phones.length === 0) throw refuse("has no phones");
    const known = words.get(word) ?? [];
    if (variant !== undefined && known.length === 0) throw refuse(`comes before ${formatValue(word)} itself`);
    if (variant === undefined && known.length > 0) throw refuse("is there already; number the variants, as in A(2)");
    if (known.some((other) => other.join(" ") === phones.join(" "))) throw refuse("is there already");
    words.set(word, [...known, phones]);
  }
  return words;
}
