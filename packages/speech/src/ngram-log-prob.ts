import { assertFields, formatValue } from "@dark-knowledge/core";
import { assertNgramModel } from "./internal/assert-ngram-model.ts";
import { backedOffLogProb } from "./internal/backed-off-log-prob.ts";
import { fail } from "./internal/fail.ts";
import type { NgramModel } from "./ngram-model.ts";

/**
 * Computes the natural logarithm of the probability of a word after others: that of the longest listed sequence, with the back-off weights of
 * the histories that are longer. A word that is not listed counts as `<unk>` if the model has it, and is impossible otherwise.
 *
 * @param history the words before, beginning with `<s>`
 * @throws ArgumentError when an argument is of another kind
 * @see Katz (1987), Estimation of probabilities from sparse data
 *
 * @example
 * ```ts
 * import { ngramLogProb, type NgramModel } from "@dark-knowledge/speech";
 *
 * const model: NgramModel = {
 *   order: 2,
 *   entries: new Map([
 *     ["NO", { logProb: Math.log(0.2), backOffLogProb: Math.log(0.5) }],
 *     ["YES", { logProb: Math.log(0.8), backOffLogProb: 0 }],
 *     ["NO NO", { logProb: Math.log(0.6), backOffLogProb: 0 }],
 *   ]),
 * };
 * Math.exp(ngramLogProb(model, ["NO"], "NO")); // ≈ 0.6
 * Math.exp(ngramLogProb(model, ["NO"], "YES")); // ≈ 0.4
 * ```
 */
export function ngramLogProb(model: NgramModel, history: readonly string[], word: string): number {
  assertNgramModel("ngramLogProb", "model", model);
  assertFields("ngramLogProb", { history }, { history: "texts" });
  if (typeof word !== "string") fail("ngramLogProb", "dtype", "word", "must be a string", formatValue(word));
  return backedOffLogProb(model, history, word);
}
