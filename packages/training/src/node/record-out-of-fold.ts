import { assertInteger, assertOptions, deriveSeed, type OptionNames } from "@dark-knowledge/core";
import type { LockOptions } from "@dark-knowledge/core/node";
import { type Dataset, kFolds } from "@dark-knowledge/datasets";
import type { SoftTargetEncoding } from "@dark-knowledge/soft-targets";
import { createSoftTargetWriter, type SoftTargetWriter } from "@dark-knowledge/soft-targets/node";
import type { Teacher } from "../classifier.ts";
import { fingerprintDataset } from "../fingerprint-dataset.ts";
import { PREDICT_OPTIONS } from "../internal/option-names.ts";
import { isLayersModel } from "../internal/resolve-classifier.ts";
import { STORABLE, storedFormOf } from "../internal/stored-form.ts";
import { taskOf } from "../internal/task.ts";
import { throwIfAborted } from "../internal/throw-if-aborted.ts";
import type { PredictOptions } from "../predict-options.ts";
import { createViewAnswerer } from "./internal/create-view-answerer.ts";
import { formOfAnswers } from "./internal/form-of-answers.ts";
import { describeAnswers } from "./internal/record-answers.ts";
import type { RecordedSoftTargets } from "./record-soft-targets.ts";

/** The teacher to train. */
export interface OutOfFoldTeacher {
  /** Of its fold, from 0. */
  readonly index: number;
  /** For its randomness; another one for each. */
  readonly seed: number;
}

/** Options of {@link recordOutOfFold}. */
export interface RecordOutOfFoldOptions extends PredictOptions, Pick<LockOptions, "takeOver" | "onWait"> {
  /** How many teachers are trained, from 2 on; each answers what it has not seen. 5 or 10 are usual. */
  readonly folds: number;
  /** Decides which example is in which fold, and the seeds of the teachers. */
  readonly seed: number;
  /** Identifies these teachers, for example by how they are trained. */
  readonly teacherFingerprint: string;
  /** Default: full rows in float32. */
  readonly encoding?: SoftTargetEncoding;
  readonly rowsPerShard?: number;
}

const NAME = "recordOutOfFold";

const OPTIONS: OptionNames<RecordOutOfFoldOptions> = {
  ...PREDICT_OPTIONS,
  folds: true,
  seed: true,
  teacherFingerprint: true,
  encoding: true,
  rowsPerShard: true,
  takeOver: true,
  onWait: true,
};

/**
 * Trains k teachers, each on all folds of a dataset but one, and records for each example the answer of the one that has not seen it.
 *
 * A teacher that has memorised the transfer set is as confident there as the labels are, so its answers add nothing. A teacher that has not seen
 * an example answers it as it would a new one. Use this when teacher and student learn from the same examples.
 *
 * Answers are kept as {@link recordSoftTargets} keeps them. When the directory has a part of them, only the teachers of folds that lack
 * answers are trained again.
 *
 * @param train makes a trained teacher from the examples that it may see; a LayersModel is disposed of afterwards
 * @param directory created when it is not there
 * @returns as recordSoftTargets; the fingerprint names the folds and the seed too
 * @throws ArgumentError when an option is out of range
 * @throws Error when another process records there, or the directory holds something else
 * @see Wolpert (1992), *Stacked generalization*
 *
 * @example
 * ```ts
 * import { mkdtempSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import "@tensorflow/tfjs-backend-cpu";
 * import { createDataset } from "@dark-knowledge/datasets";
 * import { createMlp, trainClassifier } from "@dark-knowledge/training";
 * import { recordOutOfFold } from "@dark-knowledge/training/node";
 *
 * const dataset = createDataset({
 *   features: Float32Array.of(1, 0, 0, 1, 0.8, 0, 0.1, 0.9),
 *   labels: Int32Array.of(0, 1, 0, 1),
 *   exampleShape: [2],
 *   classNames: ["left", "right"],
 * });
 * const { answers } = await recordOutOfFold(
 *   async (training, { seed }) => {
 *     const teacher = createMlp({ exampleShape: [2], hiddenUnits: [8], classCount: 2, seed });
 *     await trainClassifier(teacher, training, { epochs: 5, seed, batchSize: 2 });
 *     return teacher;
 *   },
 *   dataset,
 *   mkdtempSync(`${tmpdir()}/answers-`),
 *   { folds: 2, seed: 1, teacherFingerprint: "8 hidden units, 5 epochs" },
 * );
 * answers; // => 4
 * ```
 */
export async function recordOutOfFold(
  train: (training: Dataset, teacher: OutOfFoldTeacher) => Promise<Teacher>,
  dataset: Dataset,
  directory: string,
  options: RecordOutOfFoldOptions,
): Promise<RecordedSoftTargets> {
  assertOptions<RecordOutOfFoldOptions>(NAME, options, OPTIONS);
  const { folds, seed, batchSize = 512, undoSoftmax = false, signal, onProgress } = options;
  const { encoding, rowsPerShard, takeOver, onWait } = options;
  assertInteger(NAME, "batchSize", batchSize, { min: 1 });
  const { columns } = storedFormOf(NAME, "dataset", taskOf(NAME, "dataset", dataset, STORABLE));
  const parts = kFolds(dataset, { folds, seed });
  const teacherFingerprint = `${options.teacherFingerprint}, out of ${folds} folds, seed ${seed}`;
  const writer = await createSoftTargetWriter(directory, {
    ...{ ...columns, teacherFingerprint, takeOver, onWait, signal },
    ids: Int32Array.from(new Set(dataset.rows)).sort(),
    datasetFingerprint: await fingerprintDataset(dataset),
    ...(encoding ? { encoding } : {}),
    ...(rowsPerShard === undefined ? {} : { rowsPerShard }),
  });
  const earlier = writer.recorded;
  try {
    const missing = takeMissing(writer);
    for (const [index, { training, heldOut }] of parts.entries()) {
      const ids = [...new Set(heldOut.rows)].filter((id) => missing.has(id));
      if (ids.length === 0) continue;
      throwIfAborted(NAME, signal);
      const teacher = await train(training, { index, seed: deriveSeed(seed, "fold", index) });
      try {
        const answerer = createViewAnswerer(NAME, teacher, dataset, 0, {
          ...{ batchSize, undoSoftmax },
          ...(signal ? { signal } : {}),
        });
        for (let first = 0, rows = 0; first < ids.length; first += rows) {
          const wanted = { ids: ids.slice(first, first + answerer.rows), augmentationSeed: 0 };
          rows = wanted.ids.length;
          const answers = await answerer.answer(wanted.ids, 0, () => {});
          if (first === 0) await describeAnswers(writer, formOfAnswers(teacher, undoSoftmax));
          await writer.append(answers, wanted);
          onProgress?.(writer.recorded, writer.total);
        }
      } finally {
        if (isLayersModel(teacher)) teacher.dispose();
      }
    }
    await writer.finish();
  } finally {
    await writer.close();
  }
  return { answers: writer.total, recorded: writer.total - earlier, unanswered: 0, teacherFingerprint };
}

/** All examples without an answer. */
function takeMissing(writer: SoftTargetWriter): ReadonlySet<number> {
  const missing = new Set<number>();
  for (let wanted = writer.next(4096); wanted !== undefined; wanted = writer.next(4096)) {
    for (const id of wanted.ids) missing.add(id);
  }
  return missing;
}
