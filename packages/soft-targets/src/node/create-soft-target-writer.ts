import { assertFields } from "@dark-knowledge/core";
import { planStore } from "./internal/plan-store.ts";
import { prepareDirectory } from "./internal/prepare-directory.ts";
import { startWriting } from "./internal/start-writing.ts";
import type { SoftTargetWriter, SoftTargetWriterOptions } from "./soft-target-writer.ts";

/**
 * Records soft targets into a directory, or resumes an earlier recording.
 *
 * Answers go to a journal, `journal.bin`, and are on disk when `append` resolves. When those of a shard are complete,
 * the shard is written under a temporary name, flushed to disk, renamed, and then entered in `manifest.json`, which is
 * replaced as a whole. So a process may die at any moment without losing an acknowledged answer.
 *
 * @param directory created if it does not exist; otherwise empty, or with a recording of the same teacher, classes,
 * examples and encoding. Views may be added
 * @throws ArgumentError when an option is out of range
 * @throws Error when another process writes there, or the directory has other content or is damaged
 *
 * @example
 * ```ts
 * import { mkdtempSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { createSoftTargetWriter, openSoftTargets } from "@dark-knowledge/soft-targets/node";
 *
 * const directory = mkdtempSync(`${tmpdir()}/soft-targets-`);
 * const writer = await createSoftTargetWriter(directory, {
 *   classNames: ["cat", "dog"],
 *   teacherFingerprint: "teacher-1",
 *   ids: [3, 4, 9],
 * });
 * for (let wanted = writer.next(2); wanted !== undefined; wanted = writer.next(2)) {
 *   // Any teacher works; this one answers [id, -id].
 *   await writer.append(Float32Array.from(wanted.ids.flatMap((id) => [id, -id])));
 * }
 * await writer.finish();
 * await writer.close();
 *
 * const softTargets = await openSoftTargets(directory, { teacherFingerprint: "teacher-1" });
 * const answers = await softTargets.read([9, 3]);
 * Array.from(answers.logits); // => [9, -9, 3, -3]
 * await softTargets.close();
 * ```
 */
export async function createSoftTargetWriter(
  directory: string,
  options: SoftTargetWriterOptions,
): Promise<SoftTargetWriter> {
  assertFields("createSoftTargetWriter", { directory }, { directory: "text" });
  const plan = planStore(options);
  const { takeOver, onWait, signal } = options;
  const target = await prepareDirectory("createSoftTargetWriter", directory, plan, { takeOver, onWait, signal });
  try {
    return await startWriting(target, options.ids);
  } catch (error) {
    await target.close();
    throw error;
  }
}
