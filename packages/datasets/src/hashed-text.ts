import { assertInteger, assertOptions, formatValue } from "@dark-knowledge/core";
import { fail } from "./internal/fail.ts";
import type { Source, SourceKind } from "./source.ts";
import { splitWords } from "./words.ts";

/** See {@link hashedText}. */
export interface HashedTextSource extends Source {
  readonly kind: "hashed-text";
  readonly version: 1;
  readonly size: number;
  readonly words: readonly [number, number] | null;
  readonly characters: readonly [number, number] | null;
  readonly lowercase: boolean;
}

/** Options of {@link hashedText}. */
export interface HashedTextOptions {
  /** The number of hash values; two features may share one. */
  readonly size: number;
  /** The shortest and the longest run of words that is a feature; `null` for none. Default: `[1, 1]`, single words. */
  readonly words?: readonly [number, number] | null;
  /** The same of characters within a word, with a space before and after it. Default: `null`, none. */
  readonly characters?: readonly [number, number] | null;
  /** Whether to convert to lower case. Default: true. */
  readonly lowercase?: boolean;
}

/**
 * A source of texts as bags of hashed features: runs of words (as {@link words} splits them) and of characters, each a
 * number from 1 to `size`. Nothing is fitted, and there is no vocabulary to store. Add `counts({ size })` to the column
 * for a model that takes vectors, or feed the numbers to an embedding of `size + 1` rows, 0 being padding.
 *
 * The number is FNV-1a over the UTF-16 code units of a feature, mixed by the finalizer of MurmurHash3, modulo `size`, plus 1.
 *
 * @throws ArgumentError when an option is out of its range, or there are neither words nor characters
 * @see Weinberger et al. (2009), "Feature hashing for large scale multitask learning"
 *
 * @example
 * ```ts
 * import { columnOf, hashedText } from "@dark-knowledge/datasets";
 *
 * const { values } = columnOf(["yes yes no"], hashedText({ size: 1000 }));
 * values.length; // => 3
 * values[0] === values[1]; // => true
 * values[1] === values[2]; // => false
 * ```
 */
export function hashedText(options: HashedTextOptions): HashedTextSource {
  const name = "hashedText";
  assertOptions<HashedTextOptions>(name, options, { size: true, words: true, characters: true, lowercase: true });
  const { size, words = [1, 1], characters = null, lowercase = true } = options;
  assertInteger(name, "size", size, { min: 1, max: 2 ** 31 - 2 });
  assertRange(name, "words", words);
  assertRange(name, "characters", characters);
  if (words === null && characters === null) {
    fail(name, "state", "words", "must be given where characters are not", "null");
  }
  return { kind: "hashed-text", version: 1, size, words, characters, lowercase };
}

function assertRange(functionName: string, argument: string, range: unknown): void {
  if (range === null) return;
  if (!Array.isArray(range) || range.length !== 2) {
    fail(functionName, "dtype", argument, "must be a pair of lengths or null", formatValue(range));
  }
  const [shortest, longest]: readonly unknown[] = range;
  assertInteger(functionName, `${argument}[0]`, shortest, { min: 1 });
  assertInteger(functionName, `${argument}[1]`, longest, { min: shortest, max: 100 });
}

/** The {@link SourceKind} of {@link hashedText}. */
export const HASHED_TEXT: SourceKind<HashedTextSource, string> = {
  kind: "hashed-text",
  version: 1,
  type: "int32",
  isSequence: true,
  shape: () => [],
  encode(raw, { size, words, characters, lowercase }) {
    const list = splitWords(raw, lowercase);
    const features: number[] = [];
    if (words !== null) {
      for (let start = 0; start < list.length; start++) {
        for (let length = words[0]; length <= words[1] && start + length <= list.length; length++) {
          features.push(1 + (hash(WORDS_SEED, list.slice(start, start + length).join(" ")) % size));
        }
      }
    }
    if (characters !== null) {
      for (const word of list) {
        // By code points, so that no sign is cut in two.
        const signs = [" ", ...word, " "];
        for (let start = 0; start < signs.length; start++) {
          for (let length = characters[0]; length <= characters[1] && start + length <= signs.length; length++) {
            features.push(1 + (hash(CHARACTERS_SEED, signs.slice(start, start + length).join("")) % size));
          }
        }
      }
    }
    return features;
  },
};

/** FNV's offset basis, and another number, so that a word and a run of characters that look alike are two features. */
const WORDS_SEED = 0x811c9dc5;
const CHARACTERS_SEED = 0x2b54c7e9;

function hash(seed: number, text: string): number {
  let state = seed;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    state = Math.imul(state ^ (unit & 255), 0x01000193);
    state = Math.imul(state ^ (unit >>> 8), 0x01000193);
  }
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return (state ^ (state >>> 16)) >>> 0;
}
