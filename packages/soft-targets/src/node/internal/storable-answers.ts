import { ArgumentError } from "@dark-knowledge/core";
import { fitsFloat16 } from "@dark-knowledge/core/arrow";
import { findWrongAnswer, findWrongRow } from "../../internal/check-answers.ts";
import type { SoftTargetManifest } from "../../manifest.ts";
import { type TopKLogits, topKLogits } from "../../top-k-logits.ts";

/**
 * Answers as a store keeps them: full rows, or the k largest of each.
 *
 * @param functionName the function that errors are to name
 * @param ids the examples, for errors
 * @throws ArgumentError when there are not as many rows as examples, or the store cannot hold one of them
 */
export function storableAnswers(
  functionName: string,
  answers: Float32Array | TopKLogits,
  ids: readonly number[],
  manifest: Pick<SoftTargetManifest, "encoding" | "classNames" | "task">,
): { readonly logits: Float32Array } | TopKLogits {
  const fail: Fail = (expected, received, code) =>
    new ArgumentError({ functionName, argument: "logits", expected, received, code });
  const { encoding, task } = manifest;
  const classCount = manifest.classNames.length;
  if (!(answers instanceof Float32Array)) {
    assertTopK(fail, answers, ids, manifest);
    assertFits(fail, answers.logits, ids, manifest, (at) => answers.indices[at]!);
    return answers;
  }
  if (answers.length !== ids.length * classCount || ids.length === 0) {
    const expected = `must be ${ids.length} rows of ${classCount} ${task === "numbers" ? "numbers" : "logits"} (as next returned)`;
    throw fail(expected, `length ${answers.length}`, "shape");
  }
  const wrong = findWrongRow(answers, classCount, task);
  if (wrong !== undefined) {
    const expected = task === undefined ? "must be finite or −∞, with a finite one for each example" : "must be finite";
    throw fail(expected, `${wrong.found} in the answer to example ${ids[wrong.row]}`, "range");
  }
  assertFits(fail, answers, ids, manifest, (at) => at % classCount);
  return encoding.kind === "dense" ? { logits: answers } : topKLogits(answers, { classCount, k: encoding.k });
}

function assertTopK(
  fail: Fail,
  { indices, logits, tailLogits }: TopKLogits,
  ids: readonly number[],
  { encoding, classNames }: Pick<SoftTargetManifest, "encoding" | "classNames">,
): void {
  if (encoding.kind === "dense") {
    throw fail("must be full rows for a store of full rows (spreadTail makes them)", "top-k rows", "state");
  }
  const values = ids.length * encoding.k;
  if (ids.length === 0 || indices.length !== values || logits.length !== values || tailLogits.length !== ids.length) {
    const expected = `must be ${ids.length} rows of ${encoding.k} classes and their rest (as next returned)`;
    const received = `${indices.length} indices, ${logits.length} logits, ${tailLogits.length} tailLogits`;
    throw fail(expected, received, "shape");
  }
  const wrong = findWrongAnswer({ kind: "top-k", indices, logits, tailLogits }, classNames.length);
  if (wrong === undefined) return;
  const expected = "must name each class once, with finite or −∞ logits in falling order";
  throw fail(expected, `${wrong.found} in the answer to example ${ids[wrong.row]}`, "range");
}

function assertFits(
  fail: Fail,
  logits: Float32Array,
  ids: readonly number[],
  { encoding }: Pick<SoftTargetManifest, "encoding">,
  classAt: (at: number) => number,
): void {
  const tooLarge = encoding.dtype === "float32" ? -1 : logits.findIndex((logit) => !fitsFloat16(logit));
  if (tooLarge < 0) return;
  const example = ids[Math.floor((tooLarge * ids.length) / logits.length)];
  const received = `${logits[tooLarge]} for class ${classAt(tooLarge)} of example ${example}`;
  throw fail("must be within ±65504 or −∞ for float16", received, "range");
}

type Fail = (expected: string, received: string, code: "shape" | "range" | "state") => ArgumentError;
