import { defineTask, type NeededStage, type Task, type TaskContext } from "@dark-knowledge/pipeline";
import type { NetResult } from "../../nets/net-result.ts";
import type { StageShared } from "../../nets/stage-shared.ts";
import { type TrainNetInput, trainNet } from "../../nets/train-net.ts";
import type { TrainingEvent } from "../../nets/training-event.ts";
import type { ChosenSoftening } from "./choose-softening.ts";
import { type Softening, softenedNet, softTerm } from "./softening.ts";
import { takeOver } from "./take-over.ts";

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
    if (taken !== undefined) return { ...(await takeOver(taken, context)), softening };
    const result = await trainNet.run(
      { ...input, net: softenedNet(input.net, softening), soft: softTerm(softening) },
      { ...context, needs: { teacher: teacher! } },
    );
    return { ...result, softening };
  },
);
