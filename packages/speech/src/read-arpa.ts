import { assertOptions, formatValue } from "@dark-knowledge/core";
import { fail } from "./internal/fail.ts";
import { sourceName } from "./internal/source-name.ts";
import type { NgramEntry, NgramModel } from "./ngram-model.ts";

/** Options of {@link readArpa}. */
export interface ArpaOptions {
  /** The name of the file in errors. Default: `"language model"`. */
  readonly source?: string;
}

/**
 * Reads an n-gram language model in the ARPA format. Logarithms become natural ones; −99 and less is probability 0.
 *
 * @throws Error that names the file and the line, when the file is truncated, a section has not as many n-grams as it says, or a line
 *   is no n-gram
 *
 * @example
 * ```ts
 * import { ngramLogProb, readArpa } from "@dark-knowledge/speech";
 *
 * const text = "\\data\\\nngram 1=3\n\n\\1-grams:\n-99 <s>\n-0.30103 </s>\n-0.30103 YES\n\n\\end\\\n";
 * const model = readArpa(text);
 * ngramLogProb(model, ["<s>"], "YES"); // ≈ -0.693
 * ```
 */
export function readArpa(text: string, options: ArpaOptions = {}): NgramModel {
  assertOptions<ArpaOptions>("readArpa", options, { source: true });
  if (typeof text !== "string") fail("readArpa", "dtype", "text", "must be a string", formatValue(text));
  const source = sourceName("readArpa", options.source, "language model");
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const refuse = (line: number, problem: string) => new Error(`readArpa: ${source}, line ${line + 1}: ${problem}`);
  // What comes before may say what the format is like, in the words of the format.
  const begin = lines.indexOf("\\data\\");
  if (begin < 0) throw new Error(`readArpa: ${source} has no line \\data\\; it is no ARPA language model`);
  const expected: number[] = [];
  const entries = new Map<string, NgramEntry>();
  let [order, found] = [0, 0];
  for (let at = begin + 1; at < lines.length; at++) {
    const line = lines[at]!;
    const [, announced, count] = /^ngram (\d+)\s*=\s*(\d+)$/.exec(line) ?? [];
    const [, section] = /^\\(\d+)-grams:$/.exec(line) ?? [];
    if (line === "") continue;
    if (order === 0 && announced !== undefined) {
      if (Number(announced) !== expected.length + 1)
        throw refuse(at, `expected the number of ${expected.length + 1}-grams`);
      expected.push(Number(count));
    } else if (section !== undefined || line === "\\end\\") {
      if (order > 0 && found !== expected[order - 1]) {
        throw refuse(at, `expected ${expected[order - 1]} ${order}-grams before, found ${found}`);
      }
      const isLast = order > 0 && order === expected.length;
      if (section === undefined ? !isLast : isLast || Number(section) !== order + 1) {
        throw refuse(at, `did not expect ${formatValue(line)} here`);
      }
      if (section === undefined) return { order, entries };
      [order, found] = [order + 1, 0];
    } else {
      const entry = order > 0 ? readGram(line, order, expected.length) : undefined;
      if (entry === undefined)
        throw refuse(at, `${formatValue(line)} is no ${order > 0 ? `${order}-gram` : "number of n-grams"}`);
      if (entries.has(entry[0])) throw refuse(at, `${formatValue(entry[0])} is there already`);
      entries.set(...entry);
      found++;
    }
  }
  throw new Error(`readArpa: ${source} is truncated: it has no line \\end\\`);
}

function readGram(line: string, order: number, highest: number): [string, NgramEntry] | undefined {
  const parts = line.split(/\s+/);
  const hasBackOff = parts.length === order + 2 && order < highest;
  const numbers = [parts[0], hasBackOff ? parts.at(-1) : "0"].map(Number);
  if ((parts.length !== order + 1 && !hasBackOff) || !numbers.every(Number.isFinite) || numbers[0]! > 0)
    return undefined;
  const [logProb, backOffLogProb] = numbers.map((value) => (value <= -99 ? -Infinity : value * Math.LN10)) as [
    number,
    number,
  ];
  return [parts.slice(1, order + 1).join(" "), { logProb, backOffLogProb }];
}
