import { logitsOfProbs } from "@dark-knowledge/core";
import type { GivenTopK } from "../given-answers.ts";
import type { TopKAnswers } from "../soft-targets.ts";
import type { TopKLogits } from "../top-k-logits.ts";
import { findWrongAnswer } from "./check-answers.ts";
import { findWrongRest } from "./check-given.ts";
import type { GivenError } from "./given-error.ts";

/** Top-k answers, checked, as a store keeps them: logits, largest first in each row, and the mass of the rest. */
export function takeTopK(given: TopKLogits | GivenTopK, classCount: number, error: GivenError): TopKAnswers {
  const isProbs = "probs" in given;
  const values = isProbs ? given.probs : given.logits;
  const k = isProbs ? given.k : values.length / given.tailLogits.length;
  if (!(Number.isInteger(k) && k > 0 && k < classCount) || values.length === 0 || values.length % k !== 0) {
    error.argument("topK", `must be whole rows of the same k below ${classCount}, one at least`, `k = ${k}`);
  }
  if (given.indices.length !== values.length) {
    error.argument("topK.indices", `must be as many as there are values, ${values.length}`, `${given.indices.length}`);
  }
  const wrongRest = isProbs ? findWrongRest(given.probs, k) : undefined;
  if (wrongRest !== undefined) error.row(wrongRest.row, wrongRest.expected, wrongRest.found);
  const answers = sortRows(isProbs ? logitsOfTopK(given) : given, k);
  const wrong = findWrongAnswer(answers, classCount);
  if (wrong !== undefined) error.row(wrong.row, "must name each class once, with finite or −∞ logits", wrong.found);
  return answers;
}

/** The rest of each row is what its probabilities lack of one. */
function logitsOfTopK({ indices, probs, k }: GivenTopK): TopKLogits {
  const rest = Float64Array.from({ length: probs.length / k }, (_, row) => {
    let left = 1;
    for (let at = row * k; at < (row + 1) * k; at++) left -= probs[at]!;
    return left;
  });
  return { indices: Int32Array.from(indices), logits: logitsOfProbs(probs), tailLogits: logitsOfProbs(rest) };
}

function sortRows({ indices, logits, tailLogits }: TopKLogits, k: number): TopKAnswers {
  const sorted = { indices: new Int32Array(logits.length), logits: new Float32Array(logits.length) };
  for (let start = 0; start < logits.length; start += k) {
    const places = Array.from({ length: k }, (_, rank) => start + rank);
    // Of equal ones the lower class number first, as topKLogits has it.
    places.sort((one, other) => logits[other]! - logits[one]! || indices[one]! - indices[other]!);
    for (const [rank, place] of places.entries()) {
      sorted.indices[start + rank] = indices[place]!;
      sorted.logits[start + rank] = logits[place]!;
    }
  }
  return { kind: "top-k", ...sorted, tailLogits: Float32Array.from(tailLogits) };
}
