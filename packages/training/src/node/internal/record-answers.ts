import type { GivenAs } from "@dark-knowledge/soft-targets";
import type { SoftTargetWriter, WantedAnswers } from "@dark-knowledge/soft-targets/node";
import { isUnanswered } from "../../internal/assert-logit-values.ts";
import type { ViewAnswerer } from "./create-view-answerer.ts";

/** How {@link recordAnswers} asks. */
export interface RecordAnswersOptions {
  /** Questions under way at a time. */
  readonly concurrency: number;
  /** The form in which the answers come, asked for after the first; undefined where it is not known. */
  readonly givenAs: () => GivenAs | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/** Questions whose answers may be on their way to the disk. A commit takes all of them, so a fast teacher need not wait for it. */
const MOST_SAVING = 8;

/**
 * Asks for all answers that a store lacks, and appends them. While answers go to the disk the next questions are asked. When one fails no more are
 * asked, and the answers to those under way are kept.
 * Examples whose answers are NaN are omitted.
 *
 * @returns how many were given
 */
export async function recordAnswers(
  writer: SoftTargetWriter,
  answerer: ViewAnswerer,
  { concurrency, givenAs, onProgress }: RecordAnswersOptions,
): Promise<number> {
  const earlier = writer.recorded;
  let recorded = 0;
  let failure: { readonly error: unknown } | undefined;
  let describing: Promise<void> | undefined;
  let reached = 0;
  /** Counts answers that are safe, and while members of a lazy ensemble answer in turn, their part too. */
  const report = (inWork = 0) => {
    const done = inWork === 0 ? writer.recorded : earlier + recorded + inWork;
    // What came with one write is safe together.
    if (done <= reached) return;
    reached = done;
    onProgress?.(done, writer.total);
  };
  const next = () => (failure === undefined ? writer.next(answerer.rows) : undefined);

  async function askInTurn(): Promise<void> {
    const saving: Promise<void>[] = [];
    try {
      for (let wanted = next(); wanted !== undefined; wanted = next()) {
        const { ids } = wanted;
        const answers = await answerer.answer(ids, wanted.augmentationSeed, report);
        recorded += ids.length;
        describing ??= describeAnswers(writer, givenAs());
        await describing;
        if (saving.length === MOST_SAVING) await saving.shift();
        const saved = save(writer, answers, wanted).then(() => report());
        // A failure is met where it is awaited.
        saved.catch(() => {});
        saving.push(saved);
      }
      await Promise.all(saving);
    } catch (error) {
      failure ??= { error };
      await Promise.allSettled(saving);
    }
  }

  await Promise.all(Array.from({ length: concurrency }, askInTurn));
  if (failure !== undefined) throw (failure as { readonly error: unknown }).error;
  return recorded;
}

/** Notes the form in which answers come, if it is known. */
export async function describeAnswers(writer: SoftTargetWriter, givenAs: GivenAs | undefined): Promise<void> {
  if (givenAs !== undefined) await writer.describe(givenAs);
}

/** Appends answers, and omits the examples whose rows are NaN. */
async function save(
  writer: SoftTargetWriter,
  answers: Float32Array,
  { ids, augmentationSeed }: WantedAnswers,
): Promise<void> {
  const classes = answers.length / ids.length;
  const isLeftOut = ids.map((_, row) => isUnanswered(answers, row, classes));
  if (!isLeftOut.includes(true)) return writer.append(answers, { ids, augmentationSeed });
  const part = (leftOut: boolean) => ({ ids: ids.filter((_, row) => isLeftOut[row] === leftOut), augmentationSeed });
  const answered = answers.filter((_, index) => !isLeftOut[Math.floor(index / classes)]);
  await Promise.all([
    writer.omit(part(true)),
    ...(answered.length === 0 ? [] : [writer.append(answered, part(false))]),
  ]);
}
