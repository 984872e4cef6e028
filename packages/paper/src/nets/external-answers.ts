import { createHash } from "node:crypto";
import { join } from "node:path";
import { createMatrix, type Matrix } from "@dark-knowledge/core";
import { classNamesOf, type Dataset, datasetSize } from "@dark-knowledge/datasets";
import { type SoftTargets, spreadTail } from "@dark-knowledge/soft-targets";
import { openSoftTargets } from "@dark-knowledge/soft-targets/node";
import { answeredExamples } from "@dark-knowledge/training";

/** The parts of the data that a teacher from elsewhere is asked about, each with a store of its own. */
export const ANSWERED_PARTS = ["transfer", "test"] as const;

/** One of {@link ANSWERED_PARTS}. */
export type AnsweredPart = (typeof ANSWERED_PARTS)[number];

/** The directory of the answers to a part. */
export function answersOf(answers: string, part: AnsweredPart): string {
  return join(answers, part);
}

/**
 * Reads the recorded answers to the test set as logits, in the order of the examples. An example without an answer is
 * uniform: a teacher that leaves it out knows nothing of it.
 */
export async function storedLogits(answers: string, test: Dataset): Promise<Matrix<Float32Array>> {
  const classCount = classNamesOf(test).length;
  const softTargets = await openSoftTargets(answersOf(answers, "test"));
  try {
    const answered = answeredExamples(softTargets, test);
    const read = await softTargets.read(answered.rows);
    const stored = read.kind === "dense" ? read.logits : spreadTail(read, { classCount });
    const places = new Map(Array.from(test.rows, (id, place) => [id, place]));
    const logits = createMatrix(datasetSize(test), classCount, new Float32Array(datasetSize(test) * classCount));
    answered.rows.forEach((id, row) => {
      logits.data.set(stored.subarray(row * classCount, (row + 1) * classCount), places.get(id)! * classCount);
    });
    return logits;
  } finally {
    await softTargets.close();
  }
}

/** Leaves out the examples of a transfer set that the teacher did not answer. */
export async function answeredTransferSet(answers: string, transferSet: Dataset): Promise<Dataset> {
  const softTargets = await openSoftTargets(answersOf(answers, "transfer"));
  await softTargets.close();
  return answeredExamples(softTargets, transferSet);
}

/** Identifies complete answers by their teacher and their bytes. */
export function identifyAnswers({ manifest }: SoftTargets): string {
  const { teacherFingerprint, shards, unanswered } = manifest;
  return createHash("sha256")
    .update(JSON.stringify([teacherFingerprint, shards.map(({ sha256 }) => sha256), unanswered]))
    .digest("hex");
}
