import { assertFields, assertInteger, assertOneOf } from "@dark-knowledge/core";
import type { SoftTargetAnswers } from "./soft-targets.ts";

/**
 * Some rows of answers, in any order and also repeated.
 *
 * @returns new arrays
 *
 * @example
 * ```ts
 * import { selectAnswers } from "@dark-knowledge/soft-targets";
 *
 * const answers = { kind: "dense", logits: Float32Array.of(1, 2, 3, 4) } as const;
 * Array.from(selectAnswers(answers, [1, 0], { classCount: 2 }).logits); // => [3, 4, 1, 2]
 * ```
 */
export function selectAnswers(
  answers: SoftTargetAnswers,
  rows: ArrayLike<number>,
  options: { readonly classCount: number },
): SoftTargetAnswers {
  const parts = { logits: "float32", ...(answers?.kind === "top-k" ? TOP_K : {}) } as const;
  assertFields(NAME, answers, { kind: "text", ...parts }, { argument: "answers", prefix: "answers." });
  assertOneOf(NAME, "answers.kind", answers.kind, ["dense", "top-k"]);
  assertFields(NAME, { rows }, { rows: "values" });
  assertFields(NAME, options, { classCount: "number" });
  const { classCount } = options;
  assertInteger(NAME, "classCount", classCount, { min: 1 });
  const isDense = answers.kind === "dense";
  const width = isDense ? classCount : answers.logits.length / answers.tailLogits.length;
  const count = Math.floor(answers.logits.length / width) || 0;
  for (let position = 0; position < rows.length; position++) {
    assertInteger(NAME, `rows[${position}]`, rows[position], { min: 0, below: count });
  }
  const logits = new Float32Array(rows.length * width);
  const indices = new Int32Array(isDense ? 0 : logits.length);
  for (let position = 0; position < rows.length; position++) {
    const [start, end] = [rows[position]! * width, (rows[position]! + 1) * width];
    logits.set(answers.logits.subarray(start, end), position * width);
    if (!isDense) indices.set(answers.indices.subarray(start, end), position * width);
  }
  if (isDense) return { kind: "dense", logits };
  return { kind: "top-k", indices, logits, tailLogits: Float32Array.from(rows, (row) => answers.tailLogits[row]!) };
}

const NAME = "selectAnswers";
const TOP_K = { indices: "int32", tailLogits: "float32" } as const;
