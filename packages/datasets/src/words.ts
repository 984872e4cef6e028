import { assertOptions } from "@dark-knowledge/core";
import type { Source, SourceKind } from "./source.ts";

/** See {@link words}. */
export interface WordsSource extends Source {
  readonly kind: "words";
  readonly version: 1;
  readonly lowercase: boolean;
}

/** Options of {@link words}. */
export interface WordsOptions {
  /** Whether to convert to lower case. Default: true. */
  readonly lowercase?: boolean;
}

/**
 * A source of texts as sequences of words: runs of letters, digits and underscores in any script, and every other
 * character except white space by itself. Texts are first normalised to Unicode NFC.
 *
 * @example
 * ```ts
 * import { columnOf, words } from "@dark-knowledge/datasets";
 *
 * const { names, values, offsets } = columnOf(["Is it?", "It is!"], words());
 * names; // => ["is", "it", "?", "!"]
 * values; // => [0, 1, 2, 1, 0, 3]
 * offsets; // => [0, 3, 6]
 * ```
 */
export function words(options: WordsOptions = {}): WordsSource {
  assertOptions<WordsOptions>("words", options, { lowercase: true });
  const { lowercase = true } = options;
  return { kind: "words", version: 1, lowercase };
}

/** The {@link SourceKind} of {@link words}. */
export const WORDS: SourceKind<WordsSource, string> = {
  kind: "words",
  version: 1,
  type: "int32",
  hasNames: true,
  isSequence: true,
  shape: () => [],
  encode: (raw, { lowercase }) => splitWords(raw, lowercase),
};

/** The words of a text. */
export function splitWords(text: string, lowercase: boolean): readonly string[] {
  if (typeof text !== "string") throw new Error("must be a text");
  const normalised = text.normalize("NFC");
  return (lowercase ? normalised.toLowerCase() : normalised).match(/[\p{L}\p{M}\p{N}_]+|[^\s\p{L}\p{M}\p{N}_]/gu) ?? [];
}
