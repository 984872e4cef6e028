import type { SoftTargetAnswers } from "../soft-targets.ts";
import type { TopKLogits } from "../top-k-logits.ts";

/** Some rows of answers in a new order: full rows, or top-k ones with their rest. */
export function pickRows(
  answers: SoftTargetAnswers,
  rows: ArrayLike<number>,
  total: number,
): Float32Array | TopKLogits {
  const width = answers.logits.length / total;
  const logits = new Float32Array(rows.length * width);
  const indices = new Int32Array(answers.kind === "dense" ? 0 : logits.length);
  for (let position = 0; position < rows.length; position++) {
    const [start, end] = [rows[position]! * width, (rows[position]! + 1) * width];
    logits.set(answers.logits.subarray(start, end), position * width);
    if (answers.kind === "top-k") indices.set(answers.indices.subarray(start, end), position * width);
  }
  if (answers.kind === "dense") return logits;
  return { indices, logits, tailLogits: Float32Array.from(rows, (row) => answers.tailLogits[row]!) };
}
