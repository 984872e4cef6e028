import { type Matrix, matrixRow } from "@dark-knowledge/core";
import { type Dataset, labelsOf } from "@dark-knowledge/datasets";
import { defineTask, type Task, type TaskContext } from "@dark-knowledge/pipeline";
import { evaluateLogits } from "@dark-knowledge/training";
import { withAttachedParts } from "../data/detach-parts.ts";
import { type AnsweredPart, storedLogits, type TaughtPart } from "./external-answers.ts";
import { figuresOf, type MeasuredNet } from "./figures-of.ts";
import { examplePositions } from "./internal/example-positions.ts";
import { writeMatrix } from "./internal/matrix-file.ts";
import { TEST_LOGITS } from "./internal/stage-files.ts";
import type { StageShared } from "./stage-shared.ts";
import type { TrainingEvent } from "./training-event.ts";
import { type TransferSetSpec, transferSetOf } from "./transfer-set.ts";

/** Input of {@link measureAnswers}. */
export interface MeasureAnswersInput {
  readonly transferSet: TransferSetSpec;
  /** The answers that students learn from. */
  readonly parts: readonly TaughtPart[];
}

/** How right and how sure the answers to the labelled examples of a part are. */
export interface PartFigures {
  readonly part: AnsweredPart;
  /** The labelled examples. */
  readonly size: number;
  readonly accuracy: number;
  /** The mean of the largest probability. */
  readonly confidence: number;
  readonly calibrationError: number;
  /** Infinite where a true class was held impossible, which JSON stores as null. */
  readonly nll: number | null;
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
  { id: "nets/measure-answers", version: 3 },
  withAttachedParts(
    async (
      { transferSet, parts }: MeasureAnswersInput,
      { shared, directory }: TaskContext<StageShared, TrainingEvent>,
    ): Promise<MeasuredAnswers> => {
      const { training, validation, test, answers } = shared;
      const taught = transferSetOf(training, transferSet);
      const answered: PartFigures[] = [];
      for (const part of parts) answered.push(...partFigures(part, await storedLogits(answers!, part, taught), taught));
      if (validation !== undefined) {
        answered.push(...partFigures("validation", await storedLogits(answers!, "validation", validation), validation));
      }
      const logits = await storedLogits(answers!, "test", test);
      await writeMatrix(directory, TEST_LOGITS, logits);
      return {
        ...figuresOf(logits, test),
        exampleLogits: examplePositions(test).map((position) => Array.from(matrixRow(logits, position))),
        answered: [...answered, ...partFigures("test", logits, test)],
      };
    },
  ),
);

/** The figures of a part; none where no example has a label. */
function partFigures(part: AnsweredPart, logits: Matrix, dataset: Dataset): readonly PartFigures[] {
  const labels = labelsOf(dataset);
  if (labels.every((label) => label < 0)) return [];
  const { size, accuracy, nll, calibration } = evaluateLogits(logits, labels);
  const confidence = calibration.bins.reduce((sum, bin) => sum + bin.count * bin.confidence, 0) / size;
  return [{ part, size, accuracy, confidence, calibrationError: calibration.error, nll }];
}
