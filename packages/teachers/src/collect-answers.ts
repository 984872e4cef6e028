import { assertFields, assertInteger, assertOptions, createMatrix, type Matrix, matrixRow } from "@dark-knowledge/core";
import { batches, type Dataset, datasetSize, selectRows } from "@dark-knowledge/datasets";
import type { ExternalTeacher, TeacherFeatures } from "./external-teacher.ts";
import { type BindingOptions, bindTeacher } from "./internal/bind-teacher.ts";

/** Options of {@link collectAnswers}. */
export interface CollectAnswersOptions extends BindingOptions {
  /** Examples of one batch. Default: 512. */
  readonly batchSize?: number;
  /** Called after every batch. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** A teacher's answers to a dataset. */
export interface CollectedAnswers {
  /** The view of the examples that it answered. */
  readonly answered: Dataset;
  /**
   * Their logits, `[examples, classes]`, or of numbers these in the unit of the stored targets, `[examples, outputs]`: row i for position i
   * of `answered`.
   */
  readonly logits: Matrix<Float32Array>;
  /** The ids of the examples that it left unanswered. */
  readonly unanswered: Int32Array;
  /** Gives these answers again, for the examples of `answered`: the same `logits`, or `numbers` in the same unit. */
  readonly teacher: ExternalTeacher;
}

/**
 * Asks a teacher about all examples of a dataset, and parts those that it answers from those that it does not.
 *
 * Training wants an answer to every example. A teacher that refuses some, such as a language model, is asked with this first; then the view
 * of the answered ones is distilled from.
 *
 * @throws ArgumentError when `teacher` is no teacher, an option is unknown or out of range, the two have no class in common, or the teacher lacks an output
 *
 * @example
 * ```ts
 * import { createDataset, datasetSize } from "@dark-knowledge/datasets";
 * import { collectAnswers } from "@dark-knowledge/teachers";
 *
 * const dataset = createDataset({
 *   features: Float32Array.of(1, 2, 3),
 *   labels: Int32Array.of(-1, -1, -1),
 *   exampleShape: [1],
 *   classNames: ["low", "high"],
 * });
 * const shy = { answer: () => ({ logits: [[2, 0], [], [0, 3]], unanswered: [0, 1, 0] }) };
 * const { answered, logits, unanswered } = await collectAnswers(shy, dataset);
 * datasetSize(answered); // => 2
 * Array.from(logits.data); // => [2, 0, 0, 3]
 * Array.from(unanswered); // => [1]
 * ```
 */
export async function collectAnswers(
  teacher: ExternalTeacher,
  dataset: Dataset,
  options: CollectAnswersOptions = {},
): Promise<CollectedAnswers> {
  assertOptions<CollectAnswersOptions>(NAME, options, {
    raw: true,
    checkLabels: true,
    batchSize: true,
    onProgress: true,
    signal: true,
  });
  assertFields(NAME, options, { onProgress: "function?", signal: "signal?" });
  const { batchSize = 512, onProgress, signal } = options;
  assertInteger(NAME, "batchSize", batchSize, { min: 1 });
  const { ask, task, names } = bindTeacher(NAME, teacher, dataset, options);
  const [positions, rows, unanswered]: [number[], Float32Array[], number[]] = [[], [], []];
  let done = 0;
  for (const { ids, inputs } of batches(dataset, { batchSize, order: "stored" })) {
    // A teacher of texts reads raw examples; of several columns the first stands for the rest.
    const features = Object.values(inputs)[0] as TeacherFeatures;
    const logits = await ask(ids, features, signal);
    const width = logits.length / ids.length;
    ids.forEach((id, row) => {
      const own = logits.subarray(row * width, (row + 1) * width);
      if (Number.isNaN(own[0])) unanswered.push(id);
      else {
        positions.push(done + row);
        rows.push(own);
      }
    });
    done += ids.length;
    onProgress?.(done, datasetSize(dataset));
  }
  const logits = createMatrix(rows.length, names.length, new Float32Array(rows.length * names.length));
  for (const [row, own] of rows.entries()) logits.data.set(own, row * names.length);
  const answered = selectRows(dataset, positions);
  const rowOf = new Map(Array.from(answered.rows, (id, row) => [id, row]));
  return {
    answered,
    logits,
    unanswered: Int32Array.from(unanswered),
    teacher: {
      classNames: names,
      answer({ ids }) {
        const values = Array.from(ids, (id) => (rowOf.has(id) ? matrixRow(logits, rowOf.get(id)!) : []));
        const unanswered = Array.from(ids, (id) => !rowOf.has(id));
        return task === "numbers" ? { numbers: values, unanswered } : { logits: values, unanswered };
      },
    },
  };
}

const NAME = "collectAnswers";
