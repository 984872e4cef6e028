import type { ClassTargets, Dataset } from "@dark-knowledge/datasets";
import { defineTask, type Task, type TaskContext } from "@dark-knowledge/pipeline";
import type { NetResult } from "../../nets/net-result.ts";
import type { StageShared } from "../../nets/stage-shared.ts";
import { type TrainNetInput, trainNet } from "../../nets/train-net.ts";
import type { TrainingEvent } from "../../nets/training-event.ts";
import type { SpeechData } from "../speech-data.ts";
import { type TrainAtStrengthInput, trainAtStrength } from "./train-at-strength.ts";

/** Input of {@link trainOnLabelledSpeakers}. The needed stages are those of {@link trainNet}, or where there are strengths of {@link trainAtStrength}. */
export type TrainOnLabelledSpeakersInput = (TrainNetInput | TrainAtStrengthInput) & {
  /** Whether the frames of the other speakers are left out, and not only their labels. */
  readonly isAlone: boolean;
};

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
      const restricted = { ...context, shared: { ...context.shared, training: part } };
      return "strengths" in input ? trainAtStrength.run(input, restricted) : trainNet.run(input, restricted);
    },
  );

/** Hides the labels of all other rows. */
function withLabels(dataset: Dataset, rows: Int32Array): Dataset {
  const targets = dataset.targets as ClassTargets;
  const labels = new Int32Array(targets.labels.length).fill(-1);
  for (const row of rows) labels[row] = targets.labels[row]!;
  return { ...dataset, targets: { ...targets, labels } };
}
