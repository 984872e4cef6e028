import { defineTask, type Task, type TaskContext } from "@dark-knowledge/pipeline";
import type { NetResult } from "../../nets/net-result.ts";
import type { StageShared } from "../../nets/stage-shared.ts";
import { type TrainNetInput, trainNet } from "../../nets/train-net.ts";
import type { TrainingEvent } from "../../nets/training-event.ts";
import { type LeftOut, otherFolds } from "./other-folds.ts";

/** Input of {@link trainOnOtherFolds}. */
export interface TrainOnOtherFoldsInput extends TrainNetInput {
  /** The training speakers that are left out, on which the net is measured. */
  readonly leftOut: LeftOut;
}

/** Trains a net without the speakers of a fold, and measures it on them. */
export const trainOnOtherFolds: Task<TrainOnOtherFoldsInput, NetResult, StageShared, TrainingEvent> = defineTask(
  import.meta.url,
  { id: "speech/train-on-other-folds", version: 2 },
  async (
    { leftOut, ...input }: TrainOnOtherFoldsInput,
    context: TaskContext<StageShared, TrainingEvent>,
  ): Promise<NetResult> => trainNet.run(input, { ...context, shared: otherFolds(context.shared, leftOut) }),
);
