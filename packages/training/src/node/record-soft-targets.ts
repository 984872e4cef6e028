import { ArgumentError, assertInteger, assertOptions, type OptionNames } from "@dark-knowledge/core";
import type { LockOptions } from "@dark-knowledge/core/node";
import { type Dataset, epochAugmentationSeed } from "@dark-knowledge/datasets";
import type { SoftTargetEncoding } from "@dark-knowledge/soft-targets";
import { createSoftTargetWriter } from "@dark-knowledge/soft-targets/node";
import type { Teacher } from "../classifier.ts";
import { fingerprintDataset } from "../fingerprint-dataset.ts";
import { fingerprintWeights } from "../fingerprint-weights.ts";
import { fingerprintEnsemble, isLazyEnsemble } from "../internal/lazy-members.ts";
import { PREDICT_OPTIONS } from "../internal/option-names.ts";
import { resolveClassifier } from "../internal/resolve-classifier.ts";
import { STORABLE, storedFormOf } from "../internal/stored-form.ts";
import { taskOf } from "../internal/task.ts";
import type { PredictOptions } from "../predict-options.ts";
import { createViewAnswerer } from "./internal/create-view-answerer.ts";
import { formOfAnswers } from "./internal/form-of-answers.ts";
import { recordAnswers } from "./internal/record-answers.ts";

/** The jittered views of a training run, one for each of its first epochs. */
export interface RecordedViews {
  /** The seed of the run. */
  readonly seed: number;
  /** How many epochs to record; a longer run begins with the first views again. */
  readonly epochs: number;
  /** The jitter of the run. */
  readonly jitter: number;
}

/** Options of {@link recordSoftTargets}. */
export interface RecordSoftTargetsOptions extends PredictOptions, Pick<LockOptions, "takeOver" | "onWait"> {
  /** Default: full rows in float32, with which a student is the same as with the live teacher. */
  readonly encoding?: SoftTargetEncoding;
  /** The views that a run with jitter shows. Default: the examples as they are stored. */
  readonly views?: RecordedViews;
  /**
   * Identifies a teacher that is a function. For a LayersModel it is the hash of its weights; for a lazy ensemble, that
   * of its members' weights, its mean, order, temperature and weights.
   */
  readonly teacherFingerprint?: string;
  /** Rows of one file. Default: about 16 MiB of them, at most 65,536. */
  readonly rowsPerShard?: number;
  /**
   * How many batches the teacher answers at a time. Default: 1. More only help a teacher that returns promises. A
   * killed process can lose `batchSize` examples of each, and what came in the moment before, while the disk was busy.
   */
  readonly concurrency?: number;
  /**
   * Whether a row of NaN, which `toTeacherFunction` gives with its `allowUnanswered`, is an example without an answer:
   * the store lists it, it is not asked about again, and {@link answeredExamples} leaves it out. Default: false, it is
   * an error.
   */
  readonly omitUnanswered?: boolean;
}

/** Result of {@link recordSoftTargets}. */
export interface RecordedSoftTargets {
  /** All answers that the store holds. */
  readonly answers: number;
  /** The examples that the teacher was asked about in this call; fewer if an earlier call was resumed. */
  readonly recorded: number;
  /** The examples to which the teacher has no answer, over all views. */
  readonly unanswered: number;
  readonly teacherFingerprint: string;
}

/**
 * Runs a teacher over a dataset and stores its answers in a directory, from which {@link distill} learns without the
 * teacher, and {@link distillRegressor} where they are numbers.
 *
 * The teacher runs in inference mode, on each example of the view once (and once for each of `views`), in the order of
 * the ids, `batchSize` of them at a time or as many as a teacher with a `batchSize` of its own wants, if these are fewer.
 * While answers are written, it answers the next batches; `onProgress` counts those that are safe. If the directory already has a part of
 * these answers, recording resumes and the teacher answers only the others, even after a process was killed. Logits are stored at temperature 1,
 * numbers in the unit of the data, whatever scale the teacher learned them on (`withTargetScale`).
 *
 * @param teacher a LayersModel, a function, or a {@link LazyEnsemble}: each member is loaded once for its fingerprint
 * and once per shard, and only one is in memory at a time
 * @param directory created if it does not exist
 * @throws ArgumentError when an option is out of range, the dataset has variances or a class at each position, the teacher returns logits of another shape, NaN or +∞, or it
 * is a function without `teacherFingerprint`
 * @throws Error when another process records there, or the directory holds something else
 *
 * @example
 * ```ts
 * import { mkdtempSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import "@tensorflow/tfjs-backend-cpu";
 * import { createDataset } from "@dark-knowledge/datasets";
 * import { openSoftTargets } from "@dark-knowledge/soft-targets/node";
 * import { createMlp, distill } from "@dark-knowledge/training";
 * import { recordSoftTargets } from "@dark-knowledge/training/node";
 *
 * const transferSet = createDataset({
 *   features: Float32Array.of(1, 0, 0, 1, 0.8, 0, 0.1, 0.9),
 *   labels: Int32Array.of(0, 1, 0, 1),
 *   exampleShape: [2],
 *   classNames: ["left", "right"],
 * });
 * const teacher = createMlp({ exampleShape: [2], hiddenUnits: [16], classCount: 2, seed: 1 });
 * const directory = mkdtempSync(`${tmpdir()}/answers-`);
 * const { answers } = await recordSoftTargets(teacher, transferSet, directory);
 * answers; // => 4
 *
 * const softTargets = await openSoftTargets(directory);
 * const student = createMlp({ exampleShape: [2], hiddenUnits: [4], classCount: 2, seed: 2 });
 * const { steps } = await distill(student, softTargets, transferSet, { temperature: 2, epochs: 3, seed: 1, batchSize: 2 });
 * steps; // => 6
 * await softTargets.close();
 * ```
 */
export async function recordSoftTargets(
  teacher: Teacher,
  dataset: Dataset,
  directory: string,
  options: RecordSoftTargetsOptions = {},
): Promise<RecordedSoftTargets> {
  assertOptions<RecordSoftTargetsOptions>(NAME, options, OPTIONS);
  const { batchSize = 512, undoSoftmax = false, onProgress, signal, views, encoding, rowsPerShard } = options;
  const { takeOver, onWait, concurrency = 1, omitUnanswered = false } = options;
  assertInteger(NAME, "batchSize", batchSize, { min: 1 });
  assertInteger(NAME, "concurrency", concurrency, { min: 1 });
  const { columns } = storedFormOf(NAME, "dataset", taskOf(NAME, "dataset", dataset, STORABLE));
  const teacherFingerprint = options.teacherFingerprint ?? (await fingerprintOf(teacher, dataset, undoSoftmax));
  const jitter = views?.jitter ?? 0;
  const answerer = createViewAnswerer(NAME, teacher, dataset, jitter, {
    batchSize,
    undoSoftmax,
    omitUnanswered,
    ...(signal ? { signal } : {}),
  });
  const writer = await createSoftTargetWriter(directory, {
    ...columns,
    teacherFingerprint,
    ids: dataset.rows.toSorted().filter((id, index, all) => id !== all[index - 1]),
    augmentationSeeds: views === undefined ? [0] : seedsOf(views),
    augmentation: jitter > 0 ? { jitter } : {},
    datasetFingerprint: await fingerprintDataset(dataset),
    ...{ takeOver, onWait, signal },
    ...(encoding ? { encoding } : {}),
    ...(rowsPerShard === undefined ? {} : { rowsPerShard }),
  });
  try {
    const recorded = await recordAnswers(writer, answerer, {
      // Of a lazy ensemble one member is in memory at a time.
      concurrency: isLazyEnsemble(teacher) ? 1 : concurrency,
      givenAs: () => formOfAnswers(teacher, undoSoftmax),
      onProgress,
    });
    const { unanswered } = await writer.finish();
    return { answers: writer.total - unanswered, recorded, unanswered, teacherFingerprint };
  } finally {
    await writer.close();
  }
}

const NAME = "recordSoftTargets";

const OPTIONS: OptionNames<RecordSoftTargetsOptions> = {
  ...PREDICT_OPTIONS,
  encoding: true,
  views: true,
  teacherFingerprint: true,
  rowsPerShard: true,
  concurrency: true,
  omitUnanswered: true,
  takeOver: true,
  onWait: true,
};

function seedsOf({ seed, epochs, jitter }: RecordedViews): readonly number[] {
  assertInteger(NAME, "views.epochs", epochs, { min: 1 });
  assertInteger(NAME, "views.jitter", jitter, { min: 1 });
  assertInteger(NAME, "views.seed", seed, { min: 0 });
  return Array.from({ length: epochs }, (_, epoch) => epochAugmentationSeed(seed, epoch));
}

async function fingerprintOf(teacher: Teacher, dataset: Dataset, undoSoftmax: boolean): Promise<string> {
  if (isLazyEnsemble(teacher)) return fingerprintEnsemble(teacher);
  const { weights } = resolveClassifier(NAME, "teacher", teacher, dataset, undoSoftmax);
  if (weights.length > 0) return fingerprintWeights(weights);
  throw new ArgumentError({
    functionName: NAME,
    argument: "teacherFingerprint",
    expected: "must be given for a teacher that is a function",
    received: "undefined",
    code: "state",
  });
}
