import { ArgumentError } from "@dark-knowledge/core";
import type { Dataset } from "@dark-knowledge/datasets";
import { type GivenAnswers, selectAnswers, takeAnswers } from "@dark-knowledge/soft-targets";
import { bytesOf } from "./bytes-of.ts";
import { classTargets } from "./class-targets.ts";
import { sha256Hex } from "./sha256.ts";
import { assertTail, type StoredAnswersOptions, tensorsOf } from "./stored-answers.ts";
import type { TeacherAnswers } from "./teacher-answers.ts";

/** Answers in memory, and a hash of their logits. */
export interface GivenTeacherAnswers extends TeacherAnswers {
  readonly fingerprint: string;
}

/** Recognised by its names, which no model, function or store has. */
export function isGivenAnswers(value: unknown): value is GivenAnswers {
  if (typeof value !== "object" || value === null) return false;
  return ["logits", "probs", "logProbs", "topK"].some((kind) => kind in value);
}

/**
 * Prepares answers that the caller has in memory. Without ids they are those to the examples of the transfer set, in its order.
 *
 * @param training the part of the transfer set that is trained on
 */
export async function createGivenAnswers(
  functionName: string,
  given: GivenAnswers,
  transferSet: Dataset,
  training: Dataset,
  options: StoredAnswersOptions & { readonly onWarning?: ((line: string) => void) | undefined },
): Promise<GivenTeacherAnswers> {
  const { tail, jitter = 0, onWarning } = options;
  const fail = (argument: string, expected: string, received: string): never => {
    throw new ArgumentError({ functionName, argument, expected, received, code: "state" });
  };
  const { classNames } = classTargets(functionName, "transferSet", transferSet);
  const classCount = classNames.length;
  const ids = given.ids ?? transferSet.rows;
  const taken = takeAnswers(functionName, { ...given, ids }, { classCount, onWarning });
  const { answers } = taken;
  assertTail(functionName, answers.kind === "top-k", options);
  if (jitter > 0) fail("jitter", "must be 0 with answers to the examples as they are", String(jitter));
  const rowOf = new Map(Array.from(taken.ids, (id, row) => [id, row]));
  const missing = training.rows.find((id) => !rowOf.has(id));
  if (missing !== undefined) fail("ids", "must have each example of the transfer set", `no example ${missing}`);
  return {
    fingerprint: await sha256Hex(bytesOf(answers.logits)),
    tensors: ({ ids }) => {
      const rows = Array.from(ids, (id) => rowOf.get(id)!);
      return tensorsOf(selectAnswers(answers, rows, { classCount }), rows.length, classCount, tail);
    },
  };
}
