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
  { classCount }: { readonly classCount: number },
): SoftTargetAnswers {
  const isDense = answers.kind === "dense";
  const width = isDense ? classCount : answers.logits.length / answers.tailLogits.length;
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
