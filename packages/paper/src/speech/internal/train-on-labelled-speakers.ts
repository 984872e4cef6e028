import type { ClassTargets, Dataset } from "@dark-knowledge/datasets";
import { defineTask, type Task, type TaskContext } from "@dark-knowledge/pipeline";
import type { NetResult } from "../../nets/net-result.ts";
import type { StageShared } from "../../nets/stage-shared.ts";
import { type TrainNetInput, trainNet } from "../../nets/train-net.ts";
import type { TrainingEvent } from "../../nets/training-event.ts";
import type { SpeechData } from "../speech-data.ts";

/** Input of {@link trainOnLabelledSpeakers}. */
export interface TrainOnLabelledSpeakersInput extends TrainNetInput {
  /** Whether the frames of the other speakers are left out, and not only their labels. */
  readonly isAlone: boolean;
}

/** Trains a net where the labels of a part of the speakers are withheld. */
export const trainOnLabelledSpeakers: Task<TrainOnLabelledSpeakersInput, NetResult, StageShared, TrainingEvent> =
  defineTask(
    import.meta.url,
    { id: "speech/train-on-labelled-speakers", version: 1 },
    async (
      { isAlone, ...input }: TrainOnLabelledSpeakersInput,
      context: TaskContext<StageShared, TrainingEvent>,
    ): Promise<NetResult> => {
      const { training, labelledFrames } = context.shared as StageShared & SpeechData;
      const rows = training.rows.subarray(0, labelledFrames!);
      const part = isAlone ? { ...training, rows } : withLabels(training, rows);
      return trainNet.run(input, { ...context, shared: { ...context.shared, training: part } });
    },
  );

/** Hides the labels of all other rows. */
function withLabels(dataset: Dataset, rows: Int32Array): Dataset {
  const targets = dataset.targets as ClassTargets;
  const labels = new Int32Array(targets.labels.length).fill(-1);
  for (const row of rows) labels[row] = targets.labels[row]!;
  return { ...dataset, targets: { ...targets, labels } };
}
