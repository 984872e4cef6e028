import { ArgumentError, formatShape } from "@dark-knowledge/core";
import * as tf from "@tensorflow/tfjs-core";
import type { Checkpoints, SavedWeight, TermSums, TrainingState } from "../checkpoints.ts";
import type { EpochSummary } from "../training-history.ts";
import { type DescribedRun, describeRun } from "./describe-run.ts";

/** How far a run is. */
export interface Progress {
  readonly step: number;
  readonly epochs: readonly EpochSummary[];
  readonly termSums?: TermSums;
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

/** What of a run is saved and put back. */
export interface SavedRun extends DescribedRun {
  /** All weights of the student. */
  readonly weights: readonly tf.Variable[];
  /** Those that are trained. */
  readonly variables: readonly tf.Variable[];
}

export function createCheckpointing(run: SavedRun, checkpoints: Checkpoints | undefined): Checkpointing {
  if (checkpoints === undefined) return { isDue: () => false, resume: async () => START, save: async () => {} };
  const { functionName, weights, variables, optimizer } = run;
  const { everySteps } = checkpoints;
  assertSaveable(functionName, weights);
  let described: Record<string, string> = {};
  let savedStep = 0;

  return {
    isDue: (step) => everySteps !== undefined && step % everySteps === 0,
    async resume() {
      const trained = variables.map((variable) => weights.indexOf(variable)).join(", ");
      described = { ...(await describeRun(run)), variables: trained };
      const state = await checkpoints.latest();
      if (state === undefined) return START;
      assertSameRun(functionName, state.run, described);
      assertSameShapes(functionName, state.weights, weights);
      restoreWeights(weights, state.weights);
      optimizer.restore(variables, state.optimizer);
      savedStep = state.step;
      return state;
    },
    async save({ step, epochs, termSums }) {
      if (step === savedStep) return;
      await checkpoints.save({
        run: described,
        step,
        epochs: [...epochs],
        ...(termSums ? { termSums } : {}),
        weights: await readWeights(functionName, weights),
        optimizer: await optimizer.memory(variables),
      });
      savedStep = step;
    },
  };
}

function assertSaveable(functionName: string, weights: readonly tf.Variable[]): void {
  const other = weights.find(({ dtype }) => dtype !== "float32");
  if (other === undefined) return;
  throw new ArgumentError({
    functionName,
    argument: "student",
    expected: "must have float32 weights to be saved in checkpoints",
    received: `${other.name} of ${other.dtype}`,
    code: "dtype",
  });
}

function assertSameRun(functionName: string, saved: TrainingState["run"], now: TrainingState["run"]): void {
  for (const argument of new Set([...Object.keys(now), ...Object.keys(saved)])) {
    if (saved[argument] === now[argument]) continue;
    throw new ArgumentError({
      functionName,
      argument,
      expected: `must be ${saved[argument] ?? "left out"} (as in the checkpoint)`,
      received: now[argument] ?? "nothing",
      code: "state",
    });
  }
}

function assertSameShapes(functionName: string, saved: readonly SavedWeight[], weights: readonly tf.Variable[]): void {
  const shapes = (list: readonly { readonly shape: readonly number[] }[]) =>
    list.map(({ shape }) => formatShape(shape)).join(", ");
  if (shapes(saved) === shapes(weights)) return;
  throw new ArgumentError({
    functionName,
    argument: "student",
    expected: `must have weights of shapes ${shapes(saved)} (as in the checkpoint)`,
    received: shapes(weights),
    code: "shape",
  });
}

async function readWeights(functionName: string, weights: readonly tf.Variable[]): Promise<SavedWeight[]> {
  const saved: SavedWeight[] = [];
  for (const weight of weights) {
    // On some backends `data` gives the memory itself.
    const values = Float32Array.from(await weight.data());
    const broken = values.find((value) => !Number.isFinite(value));
    // A state that cannot be trained on must not take the place of one that can.
    if (broken !== undefined) {
      throw new Error(
        `${functionName}: weight ${weight.name} holds ${broken}; lower the learning rate (no checkpoint is saved)`,
      );
    }
    saved.push({ name: weight.name, shape: [...weight.shape], values });
  }
  return saved;
}

function restoreWeights(weights: readonly tf.Variable[], saved: readonly SavedWeight[]): void {
  tf.tidy(() => {
    weights.forEach((weight, index) => {
      // A variable that is assigned to takes over the tensor's memory, and optimizers write into it.
      weight.assign(tf.tensor(saved[index]!.values.slice(), weight.shape));
    });
  });
}
