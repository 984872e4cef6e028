import { assertOptions, formatValue } from "@dark-knowledge/core";
import { fail } from "./internal/fail.ts";
import { sourceName } from "./internal/source-name.ts";
import type { SphinxTextOptions } from "./read-pronunciations.ts";

/**
 * Reads transcripts in the format of CMU Sphinx: a line for each utterance, its words and its id in parentheses. The marks
 * `<s>` and `</s>` around the words are left out.
 *
 * @returns the words by id, in the order of the file
 * @throws Error that names the file and the line, when it has no id or an id comes twice
 *
 * @example
 * ```ts
 * import { readTranscripts } from "@dark-knowledge/speech";
 *
 * readTranscripts("<s> ENTER SIX </s> (an1-fash-b)").get("an1-fash-b"); // => ["ENTER", "SIX"]
 * ```
 */
export function readTranscripts(text: string, options: SphinxTextOptions = {}): ReadonlyMap<string, readonly string[]> {
  assertOptions<SphinxTextOptions>("readTranscripts", options, { source: true });
  if (typeof text !== "string") fail("readTranscripts", "dtype", "text", "must be a string", formatValue(text));
  const source = sourceName("readTranscripts", options.source, "transcripts");
  const transcripts = new Map<string, readonly string[]>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === "") continue;
    const refuse = (problem: string) =>
      new Error(`readTranscripts: ${source}, line ${index + 1}: ${formatValue(line.trim())} ${problem}`);
    const [, said, id] = /^(.*)\(([^()\s]+)\)\s*$/.exec(line) ?? [];
    if (said === undefined || id === undefined) throw refuse("has no id in parentheses at its end");
    if (transcripts.has(id)) throw refuse("has an id that is there already");
    transcripts.set(
      id,
      said.split(/\s+/).filter((word) => !["", "<s>", "</s>"].includes(word)),
    );
  }
  return transcripts;
}
