import { defineTask, type NeededStage, type Task, type TaskContext } from "@dark-knowledge/pipeline";
import type { NetResult } from "../../nets/net-result.ts";
import type { StageShared } from "../../nets/stage-shared.ts";
import { type TrainNetInput, trainNet } from "../../nets/train-net.ts";
import type { TrainingEvent } from "../../nets/training-event.ts";
import type { ChosenStrength } from "./choose-strength.ts";
import { takeOver } from "./take-over.ts";

/**
 * Input of {@link trainAtStrength}. The first needed stage has the choice; then comes the one with the teacher's answers, where there are soft targets; then those with
 * the strengths, where they were tried with the same frames and seed.
 */
export interface TrainAtStrengthInput {
  /** A training with each strength. */
  readonly strengths: readonly TrainNetInput[];
}

/** Result of {@link trainAtStrength}. */
export interface StrengthenedResult extends NetResult {
  /** Which of the strengths it has. */
  readonly strength: number;
}

/** Trains a net with the strength that was chosen, of a regulariser or of the soft targets. If it was tried already, that net is taken over. */
export const trainAtStrength: Task<TrainAtStrengthInput, StrengthenedResult, StageShared, TrainingEvent> = defineTask(
  import.meta.url,
  { id: "speech/train-at-strength", version: 1 },
  async (
    { strengths }: TrainAtStrengthInput,
    context: TaskContext<StageShared, TrainingEvent>,
  ): Promise<StrengthenedResult> => {
    const [choice, ...others] = Object.values(context.needs) as NeededStage[];
    const { chosen: strength } = choice!.result as ChosenStrength;
    const input = strengths[strength]!;
    const teacher = input.soft ? others.shift() : undefined;
    const tried = others[strength];
    if (tried !== undefined) return { ...(await takeOver(tried, context)), strength };
    const needs = teacher === undefined ? {} : { teacher };
    return { ...(await trainNet.run(input, { ...context, needs })), strength };
  },
);
