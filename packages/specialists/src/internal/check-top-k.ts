import { ArgumentError, assertInteger, assertObject } from "@dark-knowledge/core";
import type { TopKProbs } from "../top-k-probs.ts";
import { assertClassNumbers, assertLength, assertProbRows, countRows } from "./check-rows.ts";

/** Checks rows of top-k probabilities and returns their number. */
export function checkTopK(functionName: string, topK: TopKProbs, classCount: number): number {
  assertObject(functionName, "topK", topK);
  const { k, indices, probs } = topK as TopKProbs;
  assertInteger(functionName, "topK.k", k, { min: 1, max: classCount });
  const rows = countRows(functionName, "topK.indices", indices, k, "k");
  assertLength(functionName, "topK.probs", probs, indices.length, "as topK.indices");
  assertClassNumbers(functionName, "topK.indices", indices, classCount);
  assertProbRows(functionName, "topK.probs", probs, k, true);
  const seenAt = new Int32Array(classCount).fill(-1);
  for (let at = 0; at < indices.length; at++) {
    const row = Math.floor(at / k);
    const index = indices[at]!;
    if (seenAt[index] === row) {
      throw new ArgumentError({
        functionName,
        argument: `topK.indices[${at}]`,
        expected: "must be a class that is not in its row already",
        received: `${index} again`,
        code: "range",
      });
    }
    seenAt[index] = row;
  }
  return rows;
}
