import { ArgumentError } from "@dark-knowledge/core";
import type { BestWeights, TermSums, TrainingState } from "../checkpoints.ts";
import type { EpochSummary, ValidationFigures } from "../training-history.ts";
import { describeRun } from "./describe-run.ts";
import type { Objective } from "./objective.ts";
import type { Run } from "./run.ts";
import { assertSameShapes, assertSaveable, restoreWeights, saveWeights } from "./saved-weights.ts";

/** How far a run is. */
export interface Progress {
  readonly step: number;
  readonly epochs: readonly EpochSummary[];
  readonly termSums?: TermSums | undefined;
  readonly start?: ValidationFigures | undefined;
  readonly best?: BestWeights | undefined;
  readonly isFinished?: boolean;
}

/** The checkpoints of one run; without any it does nothing. */
export interface Checkpointing {
  /** Whether a state within an epoch is to be saved after so many steps. */
  isDue(step: number): boolean;
  /** Puts weights and optimizer back to the latest state, and says how far that is. */
  resume(): Promise<Progress>;
  /** Saves where the run is, unless that is saved already. */
  save(progress: Progress): Promise<void>;
}

const START: Progress = { step: 0, epochs: [] };

export function createCheckpointing(run: Run, objective: Objective): Checkpointing {
  const { functionName, argument, weights, variables, optimizer } = run;
  const { checkpoints } = run.options;
  if (checkpoints === undefined) return { isDue: () => false, resume: async () => START, save: async () => {} };
  const { everySteps } = checkpoints;
  assertSaveable(functionName, argument, weights);
  let described: Record<string, string> = {};
  let savedStep = 0;

  return {
    isDue: (step) => everySteps !== undefined && step % everySteps === 0,
    async resume() {
      described = await describeRun(run, objective);
      const state = await checkpoints.latest();
      if (state === undefined) return START;
      await assertSameRun(run, objective, state, described);
      assertSameShapes(functionName, argument, state.weights, weights);
      restoreWeights(weights, state.weights);
      optimizer.restore(variables, state.optimizer);
      savedStep = state.step;
      return state;
    },
    async save({ step, epochs, termSums, start, best, isFinished = false }) {
      if (step === savedStep) return;
      await checkpoints.save({
        run: described,
        step,
        epochs: [...epochs],
        isFinished,
        ...(termSums ? { termSums } : {}),
        ...(start ? { start } : {}),
        ...(best ? { best } : {}),
        weights: await saveWeights(run),
        optimizer: await optimizer.memory(variables),
      });
      savedStep = step;
    },
  };
}

/** A finished run may be given more epochs; what is left of it follows the schedules of the longer one. */
async function assertSameRun(
  run: Run,
  objective: Objective,
  { run: saved, isFinished }: TrainingState,
  now: Record<string, string>,
): Promise<void> {
  const epochs = Number(saved.epochs);
  const isExtended = isFinished && epochs < run.options.epochs;
  const expected = isExtended ? await describeRun(run, objective, epochs) : now;
  for (const argument of new Set([...Object.keys(expected), ...Object.keys(saved)])) {
    if (saved[argument] === expected[argument]) continue;
    throw new ArgumentError({
      functionName: run.functionName,
      argument,
      expected: `must be ${saved[argument] ?? "left out"} (as in the checkpoint)`,
      received: expected[argument] ?? "nothing",
      code: "state",
    });
  }
}
