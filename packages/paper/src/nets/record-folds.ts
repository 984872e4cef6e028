import { join } from "node:path";
import type { Dataset, TableLayout } from "@dark-knowledge/datasets";
import { type OpenedTeacher, openTeacher } from "@dark-knowledge/teachers/node";
import { toTeacherFunction } from "@dark-knowledge/teachers/tfjs";
import { recordOutOfFold } from "@dark-knowledge/training/node";
import { SPLIT_SEED } from "../data/internal/split-seed.ts";
import { rawRows } from "../data/raw-rows.ts";
import { answersTo } from "./internal/answers-to.ts";
import { writeTrainingRows } from "./write-training-rows.ts";

/** Options of {@link recordFolds}. */
export interface RecordFoldsOptions {
  readonly folds: number;
  readonly layout: TableLayout | undefined;
  /** A directory for the rows that each teacher learns from. */
  readonly scratch: string;
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

/**
 * Starts a command once for each fold, with the training rows of the other folds to learn from, and records what it
 * answers to the rows of that fold. What is recorded is not asked for again.
 *
 * @param command as `openTeacher` takes it: `"cmd: python3 teacher.py"`
 */
export async function recordFolds(
  command: string,
  training: Dataset,
  directory: string,
  { folds, layout, scratch, signal, onProgress }: RecordFoldsOptions,
): Promise<void> {
  const raw = rawRows(training);
  let opened: OpenedTeacher | undefined;
  try {
    await recordOutOfFold(
      async (seen, { index }) => {
        await opened?.close();
        const env = await writeTrainingRows(seen, layout, join(scratch, `rows-${index}.jsonl`));
        opened = await openTeacher(command, { ...answersTo(training), env, signal });
        return toTeacherFunction(opened.teacher, training, raw ? { raw } : {});
      },
      training,
      directory,
      { folds, seed: SPLIT_SEED, teacherFingerprint: command, signal, onProgress },
    );
  } finally {
    await opened?.close();
  }
}
