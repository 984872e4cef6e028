import { type Matrix, matrixRow } from "@dark-knowledge/core";
import type { Dataset } from "@dark-knowledge/datasets";
import { defineTask, type Task, type TaskContext } from "@dark-knowledge/pipeline";
import type { TeacherFunction } from "@dark-knowledge/training";
import * as tf from "@tensorflow/tfjs-core";
import { withAttachedParts } from "../data/detach-parts.ts";
import { storedLogits, type TaughtPart } from "./external-answers.ts";
import type { MeasuredNet } from "./figures-of.ts";
import { examplePositions } from "./internal/example-positions.ts";
import { writeMatrix } from "./internal/matrix-file.ts";
import { selectTaskBackend } from "./internal/select-task-backend.ts";
import { TEST_LOGITS } from "./internal/stage-files.ts";
import { measureNet } from "./measure-net.ts";
import { type PartFigures, partFigures } from "./part-figures.ts";
import type { StageShared } from "./stage-shared.ts";
import type { TrainingEvent } from "./training-event.ts";
import { type TransferSetSpec, transferSetOf } from "./transfer-set.ts";

/** Input of {@link measureAnswers}. */
export interface MeasureAnswersInput {
  readonly transferSet: TransferSetSpec;
  /** The answers that students learn from. */
  readonly parts: readonly TaughtPart[];
}

/** Result of measuring recorded answers. */
export interface MeasuredAnswers extends MeasuredNet {
  /** For the first examples of each class of the test set, one logit per class. */
  readonly exampleLogits: readonly (readonly number[])[];
  /** The parts that have labels, the test set last. */
  readonly answered: readonly PartFigures[];
}

/** Measures a teacher from elsewhere by its recorded answers, and keeps those to the test set as its test logits. */
export const measureAnswers: Task<MeasureAnswersInput, MeasuredAnswers, StageShared, TrainingEvent> = defineTask(
  import.meta.url,
  { id: "nets/measure-answers", version: 4 },
  withAttachedParts(
    async (
      { transferSet, parts }: MeasureAnswersInput,
      { shared, directory, signal }: TaskContext<StageShared, TrainingEvent>,
    ): Promise<MeasuredAnswers> => {
      const { training, validation, test, answers } = shared;
      await selectTaskBackend(shared);
      const taught = transferSetOf(training, transferSet);
      const answered: PartFigures[] = [];
      for (const part of parts) answered.push(...partFigures(part, await storedLogits(answers!, part, taught), taught));
      if (validation !== undefined) {
        answered.push(...partFigures("validation", await storedLogits(answers!, "validation", validation), validation));
      }
      const logits = await storedLogits(answers!, "test", test);
      await writeMatrix(directory, TEST_LOGITS, logits);
      return {
        ...(await measureNet(asTeacher(logits, test), { logits, outsideLogits: undefined }, test, { signal })),
        exampleLogits: examplePositions(test).map((position) => Array.from(matrixRow(logits, position))),
        answered: [...answered, ...partFigures("test", logits, test)],
      };
    },
  ),
);

/** Gives answers that are there already. The second argument says that it takes any number of columns. */
function asTeacher(logits: Matrix, { rows }: Dataset): TeacherFunction {
  const places = new Map(Array.from(rows, (id, place) => [id, place]));
  return (_, { ids }) =>
    tf.tensor2d(
      Array.from(ids, (id) => Array.from(matrixRow(logits, places.get(id)!))),
      [ids.length, logits.columns],
    );
}
