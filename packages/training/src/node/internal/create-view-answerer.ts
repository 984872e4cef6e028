import { yieldToEventLoop } from "@dark-knowledge/core";
import { type Batch, type Dataset, readBatches, viewOf } from "@dark-knowledge/datasets";
import type { Teacher, TeacherFunction } from "../../classifier.ts";
import type { Answerer } from "../../internal/answer-batches.ts";
import { type AnswererOptions, createAnswerer } from "../../internal/create-answerer.ts";
import { answerByMembers, assertCanBeMembers, isLazyEnsemble } from "../../internal/lazy-members.ts";
import { STORABLE, storedFormOf } from "../../internal/stored-form.ts";
import { taskOf } from "../../internal/task.ts";
import { throwIfAborted } from "../../internal/throw-if-aborted.ts";

/** Answers examples of one view as a store has the answers, at most `rows` of them at a time. */
export interface ViewAnswerer {
  /** May change with every answer. */
  readonly rows: number;
  answer(ids: readonly number[], augmentationSeed: number, onProgress: (done: number) => void): Promise<Float32Array>;
}

/** Before a member of a lazy ensemble makes room for the next it answers as many examples as fit here with their sums. */
const BYTES_PER_LOADING = 2 ** 28;

/** Lets a teacher answer the examples of a dataset, each as a view shows it. */
export function createViewAnswerer(
  functionName: string,
  teacher: Teacher,
  dataset: Dataset,
  jitter: number,
  { batchSize, ...options }: AnswererOptions & { readonly batchSize: number },
): ViewAnswerer {
  const task = taskOf(functionName, "dataset", dataset, STORABLE);
  const { toStored } = storedFormOf(functionName, "dataset", task);
  const classes = task.names.length;
  const viewNow = async (ids: readonly number[], augmentationSeed: number): Promise<Batch> => {
    if (augmentationSeed !== 0) return viewOf(dataset, ids, augmentationSeed, { jitter });
    const chosen = { ...dataset, rows: Int32Array.from(ids) };
    const all = readBatches(chosen, { batchSize: ids.length, order: "stored" })[Symbol.asyncIterator]();
    return (await all.next()).value;
  };
  // What cannot be augmented is known before anybody is asked.
  if (jitter > 0) viewOf(dataset, [], 0, { jitter });
  async function answerBatch(answer: Answerer, ids: readonly number[], augmentationSeed: number) {
    throwIfAborted(functionName, options.signal);
    const logits = await answer(await viewNow(ids, augmentationSeed));
    await yieldToEventLoop();
    return toStored(logits);
  }
  if (!isLazyEnsemble(teacher)) {
    const answer = createAnswerer(functionName, "teacher", teacher, dataset, options);
    const wanted = () => (typeof teacher === "function" ? (teacher as TeacherFunction).batchSize : undefined);
    return {
      get rows() {
        return Math.min(batchSize, wanted() ?? batchSize);
      },
      answer: (ids, seed) => answerBatch(answer, ids, seed),
    };
  }
  assertCanBeMembers(functionName, "teacher", task);
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
          const answer = createAnswerer(functionName, `teacher.members[${index}]`, member, dataset, options);
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
