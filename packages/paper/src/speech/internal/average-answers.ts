import { createMatrix } from "@dark-knowledge/core";
import { datasetSize } from "@dark-knowledge/datasets";
import { createEnsembleAccumulator, type EnsembleMean } from "@dark-knowledge/ensemble";
import { defineTask, type Task, type TaskContext } from "@dark-knowledge/pipeline";
import { readMatrix, writeMatrix } from "../../nets/internal/matrix-file.ts";
import { TEST_LOGITS } from "../../nets/internal/stage-files.ts";
import type { StageShared } from "../../nets/stage-shared.ts";
import type { TrainingEvent } from "../../nets/training-event.ts";
import type { SpeechData } from "../speech-data.ts";

/** Averages what the nets of the needed stages answer to the test set. */
export const averageAnswers: Task<{ readonly mean: EnsembleMean }, object, StageShared, TrainingEvent> = defineTask(
  import.meta.url,
  { id: "speech/average-answers", version: 1 },
  async ({ mean }, { shared, needs, directory }: TaskContext<StageShared, TrainingEvent>): Promise<object> => {
    const { test, lexicon } = shared as StageShared & SpeechData;
    const [rows, classes] = [datasetSize(test), lexicon.stateCount];
    const members = Object.values(needs);
    const accumulator = createEnsembleAccumulator({
      ...{ members: members.length, rows, classes, mean },
      ...{ order: "average-then-soften", temperature: 1 },
    });
    for (const member of members) accumulator.add((await readMatrix(member.directory, TEST_LOGITS, classes)).data);
    await writeMatrix(directory, TEST_LOGITS, createMatrix(rows, classes, accumulator.logits()));
    return {};
  },
);
