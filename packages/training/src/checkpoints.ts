import type { VariableMemory } from "./optimizer.ts";
import type { EpochSummary, ValidationFigures } from "./training-history.ts";

/** The values of one weight. */
export interface SavedWeight {
  /** The name in tfjs; it differs between processes, so weights are identified by their order. */
  readonly name: string;
  readonly shape: readonly number[];
  /** Row by row. */
  readonly values: Float32Array;
}

/** The weights after the epoch with the best validation figure so far. */
export interface BestWeights {
  /** Counted from 0; −1 for the start. */
  readonly epoch: number;
  readonly weights: readonly SavedWeight[];
}

/** Of each term of the loss the sum over those examples of an epoch that it is about, and their number. */
export type TermSums = Readonly<Record<string, { readonly sum: number; readonly examples: number }>>;

/**
 * Everything that a training loop needs to resume as if it had never stopped. Plain data, all of it copied.
 *
 * There is no state of a random generator in it: order, jitter and dropout of a step are drawn from the run's seed and the number of
 * the step.
 */
export interface TrainingState {
  /** The settings of the run, and hashes of its data and its net. A state can be resumed only by an equal run. */
  readonly run: Readonly<Record<string, string>>;
  /** Optimizer steps that were taken; with the seed they say which batch is next. */
  readonly step: number;
  /** The results of the finished epochs. */
  readonly epochs: readonly EpochSummary[];
  /** Whether the run had come to its end: all epochs were run, or it had stopped early. It may be given more epochs. */
  readonly isFinished: boolean;
  /** Of the epoch that has begun, when the state is from within one. */
  readonly termSums?: TermSums;
  /** The validation figures before the first epoch, where they are needed. */
  readonly start?: ValidationFigures;
  /** The best weights so far, where they are kept. */
  readonly best?: BestWeights;
  /** All weights of the student, those that are not trained included. */
  readonly weights: readonly SavedWeight[];
  /** The optimizer's memory of each trained variable. */
  readonly optimizer: readonly VariableMemory[];
}

/**
 * Where a training loop keeps its states: `openCheckpoints` of `@dark-knowledge/training/node` keeps them in a directory.
 *
 * The loop waits for what it calls.
 */
export interface Checkpoints {
  /** Steps from one state to the next, in addition to the state after every epoch. Default: only after every epoch. */
  readonly everySteps?: number;
  /** The state to resume from; undefined to begin at the start. */
  latest(): Promise<TrainingState | undefined>;
  save(state: TrainingState): Promise<void>;
  /** Releases the storage of the states. The code that opened it calls this, not the loop. */
  close?(): Promise<void>;
}
