import { matrixRow } from "@dark-knowledge/core";
import { defineTask, type Task, type TaskContext } from "@dark-knowledge/pipeline";
import { storedLogits } from "./external-answers.ts";
import { figuresOf, type MeasuredNet } from "./figures-of.ts";
import { examplePositions } from "./internal/example-positions.ts";
import { writeMatrix } from "./internal/matrix-file.ts";
import { TEST_LOGITS } from "./internal/stage-files.ts";
import type { StageShared } from "./stage-shared.ts";
import type { TrainingEvent } from "./training-event.ts";

/** Result of measuring recorded answers. */
export interface MeasuredAnswers extends MeasuredNet {
  /** For the first examples of each class of the test set, one logit per class. */
  readonly exampleLogits: readonly (readonly number[])[];
}

/** Measures a teacher from elsewhere by its recorded answers to the test set, and keeps them as its test logits. */
export const measureAnswers: Task<null, MeasuredAnswers, StageShared, TrainingEvent> = defineTask(
  import.meta.url,
  { id: "nets/measure-answers", version: 1 },
  async (_: null, { shared, directory }: TaskContext<StageShared, TrainingEvent>): Promise<MeasuredAnswers> => {
    const { test, answers } = shared;
    const logits = await storedLogits(answers!, test);
    await writeMatrix(directory, TEST_LOGITS, logits);
    return {
      ...figuresOf(logits, test),
      exampleLogits: examplePositions(test).map((position) => Array.from(matrixRow(logits, position))),
    };
  },
);
