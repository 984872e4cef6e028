import { createHash } from "node:crypto";
import { join } from "node:path";
import { createMatrix, type Matrix } from "@dark-knowledge/core";
import { classNamesOf, type Dataset, datasetSize } from "@dark-knowledge/datasets";
import { type SoftTargets, spreadTail } from "@dark-knowledge/soft-targets";
import { openSoftTargets } from "@dark-knowledge/soft-targets/node";

/** The parts of the data that a teacher from elsewhere is asked about, each with a store of its own. */
export const ANSWERED_PARTS = ["transfer", "test"] as const;

/** One of {@link ANSWERED_PARTS}. */
export type AnsweredPart = (typeof ANSWERED_PARTS)[number];

/** The directory of the answers to a part. */
export function answersOf(answers: string, part: AnsweredPart): string {
  return join(answers, part);
}

/** Reads the recorded answers to the test set as logits, in the order of the examples. */
export async function storedLogits(answers: string, test: Dataset): Promise<Matrix<Float32Array>> {
  const classCount = classNamesOf(test).length;
  const softTargets = await openSoftTargets(answersOf(answers, "test"));
  try {
    const read = await softTargets.read(test.rows);
    const logits = read.kind === "dense" ? read.logits : spreadTail(read, { classCount });
    return createMatrix(datasetSize(test), classCount, logits);
  } finally {
    await softTargets.close();
  }
}

/** Identifies complete answers by their teacher and their bytes. */
export function identifyAnswers({ manifest }: SoftTargets): string {
  const { teacherFingerprint, shards } = manifest;
  return createHash("sha256")
    .update(JSON.stringify([teacherFingerprint, shards.map(({ sha256 }) => sha256)]))
    .digest("hex");
}
