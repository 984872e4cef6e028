import { ArgumentError, assertInteger, assertOptions, type OptionNames } from "@dark-knowledge/core";
import type { LockOptions } from "@dark-knowledge/core/node";
import { type Dataset, epochAugmentationSeed, viewOf } from "@dark-knowledge/datasets";
import type { SoftTargetEncoding } from "@dark-knowledge/soft-targets";
import { createSoftTargetWriter } from "@dark-knowledge/soft-targets/node";
import type { Teacher } from "../classifier.ts";
import { fingerprintWeights } from "../fingerprint-weights.ts";
import { classTargets } from "../internal/class-targets.ts";
import { type Answerer, createAnswerer } from "../internal/create-answerer.ts";
import { fingerprintDataset } from "../internal/fingerprint-dataset.ts";
import { answerByMembers, fingerprintEnsemble, isLazyEnsemble } from "../internal/lazy-members.ts";
import { PREDICT_OPTIONS } from "../internal/option-names.ts";
import { resolveClassifier } from "../internal/resolve-classifier.ts";
import { throwIfAborted } from "../internal/throw-if-aborted.ts";
import { yieldToEventLoop } from "../internal/yield-to-event-loop.ts";
import type { PredictOptions } from "../predict-options.ts";

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
  /** Full rows in float32 when left out, with which a student is the same as with the live teacher. */
  readonly encoding?: SoftTargetEncoding;
  /** The views that a run with jitter shows; the examples as they are stored when left out. */
  readonly views?: RecordedViews;
  /**
   * What tells this teacher from others, for one that is a function. For a LayersModel it is the hash of its weights; for a lazy
   * ensemble that of its members' weights, its mean, order, temperature and weights.
   */
  readonly teacherFingerprint?: string;
  /** Rows of one file, and the most that a crash can cost; about 16 MiB of them, at most 65,536, when left out. */
  readonly rowsPerShard?: number;
}

/** What {@link recordSoftTargets} did. */
export interface RecordedSoftTargets {
  /** All answers that the store holds. */
  readonly answers: number;
  /** Those of them that the teacher gave in this call; fewer when an earlier one was gone on with. */
  readonly recorded: number;
  readonly teacherFingerprint: string;
}

/**
 * Runs a teacher over a dataset and keeps its answers in a directory, for {@link distill} to learn from without it.
 *
 * The teacher runs in inference mode, on each example of the view once (and once for each of `views`), in the order of the
 * ids. When the directory has a part of these answers, recording goes on there. A process that is killed loses one shard.
 *
 * @param teacher a LayersModel, a function, or a {@link LazyEnsemble}: each of its members is loaded once for its fingerprint and
 *   once for each shard, and is in memory alone
 * @param directory created when it is not there
 * @throws ArgumentError when an option is out of range, the teacher gives logits of another shape, NaN or +∞, or it is a
 *   function without `teacherFingerprint`
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
  const { takeOver, onWait } = options;
  assertInteger(NAME, "batchSize", batchSize, { min: 1 });
  const { classNames } = classTargets(NAME, "dataset", dataset);
  const teacherFingerprint = options.teacherFingerprint ?? (await fingerprintOf(teacher, dataset, undoSoftmax));
  const jitter = views?.jitter ?? 0;
  const answerer = createViewAnswerer(teacher, dataset, jitter, {
    batchSize,
    undoSoftmax,
    ...(signal ? { signal } : {}),
  });
  const writer = await createSoftTargetWriter(directory, {
    classNames,
    teacherFingerprint,
    ids: Int32Array.from(new Set(dataset.rows)).sort(),
    augmentationSeeds: views === undefined ? [0] : seedsOf(views),
    augmentation: jitter > 0 ? { jitter } : {},
    datasetFingerprint: await fingerprintDataset(dataset),
    ...{ takeOver, onWait, signal },
    ...(encoding ? { encoding } : {}),
    ...(rowsPerShard === undefined ? {} : { rowsPerShard }),
  });
  let recorded = 0;
  try {
    const earlier = writer.recorded;
    for (let wanted = writer.next(answerer.rows); wanted !== undefined; wanted = writer.next(answerer.rows)) {
      const { ids, augmentationSeed } = wanted;
      const report = (done = 0) => onProgress?.(earlier + recorded + done, writer.total);
      await writer.append(await answerer.answer(ids, augmentationSeed, report));
      recorded += ids.length;
      report();
    }
    await writer.finish();
  } finally {
    await writer.close();
  }
  return { answers: writer.total, recorded, teacherFingerprint };
}

const NAME = "recordSoftTargets";

const OPTIONS: OptionNames<RecordSoftTargetsOptions> = {
  ...PREDICT_OPTIONS,
  encoding: true,
  views: true,
  teacherFingerprint: true,
  rowsPerShard: true,
  takeOver: true,
  onWait: true,
};

function seedsOf({ seed, epochs, jitter }: RecordedViews): readonly number[] {
  assertInteger(NAME, "views.epochs", epochs, { min: 1 });
  assertInteger(NAME, "views.jitter", jitter, { min: 1 });
  assertInteger(NAME, "views.seed", seed, { min: 0 });
  return Array.from({ length: epochs }, (_, epoch) => epochAugmentationSeed(seed, epoch));
}

/** Answers examples of one view, at most `rows` of them at a time. */
interface ViewAnswerer {
  readonly rows: number;
  answer(ids: readonly number[], augmentationSeed: number, onProgress: (done: number) => void): Promise<Float32Array>;
}

/** Before a member of a lazy ensemble makes room for the next it answers as many examples as fit here with their sums. */
const BYTES_PER_LOADING = 2 ** 28;

function createViewAnswerer(
  teacher: Teacher,
  dataset: Dataset,
  jitter: number,
  { batchSize, ...options }: PredictOptions & { readonly batchSize: number },
): ViewAnswerer {
  const classes = classTargets(NAME, "dataset", dataset).classNames.length;
  async function answerBatch(answer: Answerer, ids: readonly number[], augmentationSeed: number) {
    throwIfAborted(NAME, options.signal);
    const logits = await answer(viewOf(dataset, ids, augmentationSeed, { jitter }));
    await yieldToEventLoop();
    return logits;
  }
  if (!isLazyEnsemble(teacher)) {
    const answer = createAnswerer(NAME, "teacher", teacher, dataset, options);
    return { rows: batchSize, answer: (ids, seed) => answerBatch(answer, ids, seed) };
  }
  // A sum in float64, a member's answer and the result in float32.
  const bytesPerRow = classes * (8 + 4 + 4);
  return {
    rows: Math.max(batchSize, Math.floor(BYTES_PER_LOADING / bytesPerRow)),
    answer: (ids, seed, onProgress) =>
      answerByMembers(
        teacher,
        ids.length,
        classes,
        async (member, index, report) => {
          const answer = createAnswerer(NAME, `teacher.members[${index}]`, member, dataset, options);
          const logits = new Float32Array(ids.length * classes);
          for (let from = 0; from < ids.length; from += batchSize) {
            const batch = ids.slice(from, from + batchSize);
            logits.set(await answerBatch(answer, batch, seed), from * classes);
            report(from + batch.length);
          }
          return logits;
        },
        onProgress,
      ),
  };
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
