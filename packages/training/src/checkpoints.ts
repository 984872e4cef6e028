import type { VariableMemory } from "./optimizer.ts";
import type { EpochSummary, ValidationFigures } from "./training-history.ts";

/** The values of one weight. */
export interface SavedWeight {
  /** The name inside the model, such as `mlp_dense_1/kernel`. Weights are identified by their order. */
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

/** For each term of the loss, the sum over the examples of an epoch that it applies to, and their number; with weights, the weights added up. */
export type TermSums = Readonly<Record<string, { readonly sum: number; readonly examples: number }>>;

/**
 * Everything that a training loop needs to resume as if it had never stopped. Plain data, all of it copied.
 *
 * It has no state of a random generator: order, jitter and dropout of a step are drawn from the run's seed and the
 * number of the step.
 */
export interface TrainingState {
  /** The settings of the run, and hashes of its data and its net. A state can be resumed only by an equal run. */
  readonly run: Readonly<Record<string, string>>;
  /** The number of optimizer steps taken; with the seed it determines the next batch. */
  readonly step: number;
  /** The results of the finished epochs. */
  readonly epochs: readonly EpochSummary[];
  /** Whether the run was finished: all epochs were run, or it had stopped early. It may be extended. */
  readonly isFinished: boolean;
  /** The sums of the current epoch, if the state is from within one. */
  readonly termSums?: TermSums;
  /** The validation figures before the first epoch, if they are needed. */
  readonly start?: ValidationFigures;
  /** The best weights so far, if they are kept. */
  readonly best?: BestWeights;
  /** All weights of the student, including those that are not trained. */
  readonly weights: readonly SavedWeight[];
  /** The optimizer's memory of each trained variable. */
  readonly optimizer: readonly VariableMemory[];
}

/**
 * The storage of a training loop's states. `openCheckpoints` of `@dark-knowledge/training/node` stores them in a
 * directory.
 *
 * The loop awaits its methods.
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
