import type { SoftTargetWriter } from "@dark-knowledge/soft-targets/node";
import type { ViewAnswerer } from "./create-view-answerer.ts";

/** How {@link recordAnswers} asks. */
export interface RecordAnswersOptions {
  /** Questions under way at a time. */
  readonly concurrency: number;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/**
 * Asks for all answers that a store lacks, and appends them. While those of one question go to the disk the next is asked. When one fails no more are
 * asked, and the answers to those under way are kept.
 *
 * @returns how many were given
 */
export async function recordAnswers(
  writer: SoftTargetWriter,
  answerer: ViewAnswerer,
  { concurrency, onProgress }: RecordAnswersOptions,
): Promise<number> {
  const earlier = writer.recorded;
  let recorded = 0;
  let failure: { readonly error: unknown } | undefined;
  const report = (done = 0) => onProgress?.(earlier + recorded + done, writer.total);
  const next = () => (failure === undefined ? writer.next(answerer.rows) : undefined);

  async function askInTurn(): Promise<void> {
    let saving: Promise<void> = Promise.resolve();
    try {
      for (let wanted = next(); wanted !== undefined; wanted = next()) {
        const { ids } = wanted;
        const answers = await answerer.answer(ids, wanted.augmentationSeed, report);
        recorded += ids.length;
        report();
        await saving;
        saving = writer.append(answers, wanted);
        // A failure is met where it is awaited.
        saving.catch(() => {});
      }
      await saving;
    } catch (error) {
      failure ??= { error };
      await saving.catch(() => {});
    }
  }

  await Promise.all(Array.from({ length: concurrency }, askInTurn));
  if (failure !== undefined) throw (failure as { readonly error: unknown }).error;
  return recorded;
}
