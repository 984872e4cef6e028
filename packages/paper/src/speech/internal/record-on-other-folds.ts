import { defineTask, type Task, type TaskContext } from "@dark-knowledge/pipeline";
import { type RecordAnswersInput, type RecordedAnswers, recordAnswers } from "../../nets/record-answers.ts";
import type { StageShared } from "../../nets/stage-shared.ts";
import type { TrainingEvent } from "../../nets/training-event.ts";
import { type LeftOut, otherFolds } from "./other-folds.ts";

/** Input of {@link recordOnOtherFolds}. */
export interface RecordOnOtherFoldsInput extends Pick<RecordAnswersInput, "mean"> {
  readonly leftOut: LeftOut;
}

/** Records the answers of a net, or of the mean of several, to the frames of the training speakers that are not in a fold. */
export const recordOnOtherFolds: Task<RecordOnOtherFoldsInput, RecordedAnswers, StageShared, TrainingEvent> =
  defineTask(
    import.meta.url,
    { id: "speech/record-on-other-folds", version: 2 },
    async (
      { leftOut, ...input }: RecordOnOtherFoldsInput,
      context: TaskContext<StageShared, TrainingEvent>,
    ): Promise<RecordedAnswers> =>
      recordAnswers.run(input, { ...context, shared: otherFolds(context.shared, leftOut) }),
  );
