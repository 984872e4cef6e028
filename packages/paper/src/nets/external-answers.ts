import { createHash } from "node:crypto";
import { join } from "node:path";
import { createMatrix, type Matrix, matrixRow } from "@dark-knowledge/core";
import { type Dataset, datasetSize } from "@dark-knowledge/datasets";
import type { SoftTargets } from "@dark-knowledge/soft-targets";
import { openSoftTargets } from "@dark-knowledge/soft-targets/node";
import { answeredExamples, recordedLogits } from "@dark-knowledge/training";
import { answerNames } from "../data/answer-names.ts";

/**
 * The parts of the data that a teacher from elsewhere answers, each with a store of its own. `"out-of-fold"` is the transfer set,
 * answered by teachers that have not seen the example.
 */
export type AnsweredPart = "transfer" | "out-of-fold" | "validation" | "test";

/** A part that students learn from. */
export type TaughtPart = Exclude<AnsweredPart, "validation" | "test">;

/** The directory of the answers to a part. */
export function answersOf(answers: string, part: AnsweredPart): string {
  return join(answers, part);
}

/**
 * Reads the recorded answers to a dataset as logits, in the order of the examples, or as numbers on the scale of the targets. An example
 * without an answer has 0 throughout, equal probabilities or the means of the training set: a teacher that leaves it out knows nothing of it.
 */
export async function storedLogits(
  answers: string,
  part: AnsweredPart,
  dataset: Dataset,
): Promise<Matrix<Float32Array>> {
  const softTargets = await openSoftTargets(answersOf(answers, part));
  try {
    const answered = answeredExamples(softTargets, dataset);
    const stored = await recordedLogits(softTargets, answered);
    const places = new Map(Array.from(dataset.rows, (id, place) => [id, place]));
    const [rows, columns] = [datasetSize(dataset), answerNames(dataset).length];
    const logits = createMatrix(rows, columns, new Float32Array(rows * columns));
    answered.rows.forEach((id, row) => {
      logits.data.set(matrixRow(stored, row), places.get(id)! * columns);
    });
    return logits;
  } finally {
    await softTargets.close();
  }
}

/** Leaves out the examples of a transfer set that the teacher did not answer. */
export async function answeredTransferSet(answers: string, part: TaughtPart, transferSet: Dataset): Promise<Dataset> {
  const softTargets = await openSoftTargets(answersOf(answers, part));
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
