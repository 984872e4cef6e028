import { assertInteger, assertObject, formatValue } from "@dark-knowledge/core";
import type { NgramModel } from "../ngram-model.ts";
import { fail } from "./fail.ts";

/** @throws ArgumentError unless `value` is what readArpa returns */
export function assertNgramModel(functionName: string, argument: string, value: NgramModel): void {
  assertObject(functionName, argument, value);
  assertInteger(functionName, `${argument}.order`, value.order, { min: 1, max: 100 });
  const { entries } = value;
  if (!(entries instanceof Map)) {
    fail(functionName, "dtype", `${argument}.entries`, "must be a Map", formatValue(entries));
  }
  for (const [words, entry] of entries) {
    if (entry?.logProb <= 0 && entry.backOffLogProb < Infinity) continue;
    const expected = "must have a logProb of at most 0 and a finite backOffLogProb or −Infinity";
    fail(functionName, "range", `${argument}.entries.get(${formatValue(words)})`, expected, formatValue(entry));
  }
}
