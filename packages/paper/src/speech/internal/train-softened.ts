import { cp } from "node:fs/promises";
import { join } from "node:path";
import { defineTask, type NeededStage, type Task, type TaskContext } from "@dark-knowledge/pipeline";
import { readMatrix, writeMatrix } from "../../nets/internal/matrix-file.ts";
import { MODEL_FOLDER, TEST_LOGITS } from "../../nets/internal/stage-files.ts";
import type { NetResult } from "../../nets/net-result.ts";
import type { StageShared } from "../../nets/stage-shared.ts";
import { type TrainNetInput, trainNet } from "../../nets/train-net.ts";
import type { TrainingEvent } from "../../nets/training-event.ts";
import type { SpeechData } from "../speech-data.ts";
import { type ChosenSoftening, type Softening, softenedNet } from "./choose-softening.ts";

/** Input of {@link trainSoftened}. The first needed stage has the teacher's answers, the second the choice. */
export interface TrainSoftenedInput extends Omit<TrainNetInput, "soft"> {
  /** The settings of the further needed stages, which have the same net and seed. */
  readonly candidates: readonly Softening[];
}

/** Result of {@link trainSoftened}. */
export interface SoftenedResult extends NetResult {
  readonly softening: Softening;
}

/** Distils a net with the temperature and the weight of the labels that were chosen. If a candidate is that net, it is taken over. */
export const trainSoftened: Task<TrainSoftenedInput, SoftenedResult, StageShared, TrainingEvent> = defineTask(
  import.meta.url,
  { id: "speech/train-softened", version: 1 },
  async (
    { candidates, ...input }: TrainSoftenedInput,
    context: TaskContext<StageShared, TrainingEvent>,
  ): Promise<SoftenedResult> => {
    const [teacher, choice, ...trained] = Object.values(context.needs) as NeededStage[];
    const { candidates: _, ...softening } = choice!.result as ChosenSoftening;
    const same = candidates.findIndex(
      ({ temperature, hardWeight, dropout }) =>
        temperature === softening.temperature && hardWeight === softening.hardWeight && dropout === softening.dropout,
    );
    const taken = trained[same];
    if (taken !== undefined) {
      const { stateCount } = (context.shared as StageShared & SpeechData).lexicon;
      await cp(join(taken.directory, MODEL_FOLDER), join(context.directory, MODEL_FOLDER), { recursive: true });
      await writeMatrix(context.directory, TEST_LOGITS, await readMatrix(taken.directory, TEST_LOGITS, stateCount));
      return { ...(taken.result as NetResult), softening };
    }
    const { temperature, hardWeight } = softening;
    const soft = { loss: "distillation", temperature, hardWeight, targets: "recorded" } as const;
    const result = await trainNet.run(
      { ...input, net: softenedNet(input.net, softening), soft },
      { ...context, needs: { teacher: teacher! } },
    );
    return { ...result, softening };
  },
);
