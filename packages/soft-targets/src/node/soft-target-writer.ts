import type { GivenAs } from "@dark-knowledge/core";
import type { LockOptions } from "@dark-knowledge/core/node";
import type { SoftTargetEncoding, SoftTargetTask } from "../manifest.ts";
import type { TopKLogits } from "../top-k-logits.ts";

/** The identity and layout of a store. */
export interface SoftTargetWriterOptions extends LockOptions {
  /** The kind of answer. Those that are no choice among classes are kept in full rows. Default: `"classes"`. */
  readonly task?: SoftTargetTask;
  /** The names of the classes; of numbers those of the outputs. */
  readonly classNames: readonly string[];
  /** Whose answers these are, as `fingerprintWeights` of the training package makes it. */
  readonly teacherFingerprint: string;
  /** The ids of all examples, in ascending order. */
  readonly ids: ArrayLike<number>;
  /** Default: full rows in float32, which keep every bit. */
  readonly encoding?: SoftTargetEncoding;
  /** The views of each example. Default: `[0]`, the example as it is stored. */
  readonly augmentationSeeds?: readonly number[];
  /** The other settings of a view, such as `{ jitter: 2 }`. */
  readonly augmentation?: Readonly<Record<string, number | string | boolean>>;
  /** A hash of the examples themselves. */
  readonly datasetFingerprint?: string;
  /** The form in which the answers came, for the manifest. Left out where it shows later, see {@link SoftTargetWriter.describe}. */
  readonly givenAs?: GivenAs;
  /** Rows of one file. Default: as many as take 16 MiB, at most 65,536. */
  readonly rowsPerShard?: number;
}

/** The examples whose answers are wanted next. */
export interface WantedAnswers {
  readonly ids: readonly number[];
  readonly augmentationSeed: number;
}

/**
 * Records answers one batch after another, or several at a time. It holds the rows of a shard in memory, and those that came before their
 * turn.
 */
export interface SoftTargetWriter {
  /** Answers that are safe on the disk, those of earlier runs and omitted examples included. */
  readonly recorded: number;
  /** All examples that the store will have answers to, or a note that there is none. */
  readonly total: number;
  /**
   * Returns the next examples to answer, up to `most` of one view, each once; undefined when all were returned.
   * Examples whose answers do not arrive are returned again when recording is resumed.
   */
  next(most: number): WantedAnswers | undefined;
  /**
   * Takes answers, and resolves when they are safe: a process that is killed from then on, or a power cut, does not lose them. What is
   * appended while others are on their way to the disk goes there with one write.
   *
   * @param answers row-major logits at temperature 1, or numbers: full rows, or for a store of top-k rows such rows, which are kept as they are
   * @param wanted the examples, none of them answered so far. Default: the last result of {@link next}
   */
  append(answers: Float32Array | TopKLogits, wanted?: WantedAnswers): Promise<void>;
  /**
   * Notes examples to which the teacher has no answer, and resolves when that is safe. They are not returned again, and
   * the manifest lists them.
   *
   * @param wanted the examples, none of them answered so far. Default: the last result of {@link next}
   */
  omit(wanted?: WantedAnswers): Promise<void>;
  /**
   * Notes the form in which the answers come, before the first is appended.
   *
   * @throws Error when the store has answers that came in another form
   */
  describe(givenAs: GivenAs): Promise<void>;
  /** Marks the store as complete once all examples are answered or omitted; says how many are omitted. */
  finish(): Promise<{ readonly unanswered: number }>;
  /** Releases the directory; without {@link finish} the store stays incomplete, and recording can be resumed. */
  close(): Promise<void>;
}
