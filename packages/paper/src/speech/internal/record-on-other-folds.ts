import { defineTask, type Task, type TaskContext } from "@dark-knowledge/pipeline";
import { type RecordedAnswers, recordAnswers } from "../../nets/record-answers.ts";
import type { StageShared } from "../../nets/stage-shared.ts";
import type { TrainingEvent } from "../../nets/training-event.ts";
import { otherFolds } from "./other-folds.ts";

/** Records the answers of a net to the frames of the training speakers that are not in a fold. */
export const recordOnOtherFolds: Task<{ readonly fold: number }, RecordedAnswers, StageShared, TrainingEvent> =
  defineTask(
    import.meta.url,
    { id: "speech/record-on-other-folds", version: 1 },
    async (
      { fold }: { readonly fold: number },
      context: TaskContext<StageShared, TrainingEvent>,
    ): Promise<RecordedAnswers> => recordAnswers.run({}, { ...context, shared: otherFolds(context.shared, fold) }),
  );
