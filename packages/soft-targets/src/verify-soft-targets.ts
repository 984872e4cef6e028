import { type AbortSignalLike, assertFields } from "@dark-knowledge/core";
import { assertStore } from "./internal/assert-store.ts";
import { readIdColumn } from "./internal/open-shard.ts";
import { checkShard } from "./internal/read-blocks.ts";
import { foreign } from "./internal/shard-layout.ts";
import { createShardReader } from "./internal/shard-reader.ts";
import type { SoftTargets } from "./soft-targets.ts";

/** Options of {@link verifySoftTargets}. */
export interface VerifyOptions {
  /** Called after every shard with the bytes that were checked and those of all shards. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Stops at the next shard when aborted: the promise rejects with the signal's reason. */
  readonly signal?: AbortSignalLike;
}

/**
 * Reads a store from beginning to end and checks every byte: lengths, SHA-256, Arrow metadata, ids and their order, the
 * augmentation seeds, and the values themselves: no NaN or +∞, a finite logit in each answer, of top-k answers classes that are
 * there, each once, in falling order. One shard at a time is in memory.
 *
 * @returns how many answers were checked
 * @throws Error that names the first file that is damaged, and the cure
 *
 * @example
 * ```ts
 * import { mkdtempSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { verifySoftTargets } from "@dark-knowledge/soft-targets";
 * import { createSoftTargetWriter, openSoftTargets } from "@dark-knowledge/soft-targets/node";
 *
 * const directory = mkdtempSync(`${tmpdir()}/soft-targets-`);
 * const writer = await createSoftTargetWriter(directory, {
 *   classNames: ["cat", "dog"],
 *   teacherFingerprint: "teacher-1",
 *   ids: [0, 1],
 * });
 * writer.next(2);
 * await writer.append(Float32Array.of(1, 0, 0, 1));
 * await writer.finish();
 * await writer.close();
 * await verifySoftTargets(await openSoftTargets(directory)); // => 2
 * ```
 */
export async function verifySoftTargets(softTargets: SoftTargets, options: VerifyOptions = {}): Promise<number> {
  assertStore("verifySoftTargets", softTargets);
  assertFields("verifySoftTargets", options, { onProgress: "function?", signal: "object?" });
  const { manifest, files } = softTargets;
  const { shards } = manifest;
  // A reader of its own, which keeps nothing and reads everything from the files again.
  const reader = createShardReader(manifest, files, { cacheBytes: 0, checksums: true });
  const total = shards.reduce((sum, { bytes }) => sum + bytes, 0);
  let rows = 0;
  let done = 0;
  for (const [index, shard] of shards.entries()) {
    const { signal } = options;
    if (signal?.aborted) throw signal.reason ?? new Error("verifySoftTargets: aborted");
    const open = await reader.load(index);
    const { layout, bytes } = open;
    const where = files.locate(shard.file);
    assertIds(where, readIdColumn(manifest, shard, layout, bytes!), shard.firstId, shard.lastId);
    const seeds = new Uint32Array(bytes!.buffer, layout.augmentation_seed, shard.rows);
    if (seeds.some((seed) => seed !== shard.augmentationSeed)) {
      throw foreign(where, `has other augmentation seeds than ${shard.augmentationSeed}`);
    }
    await checkShard(manifest, files, open);
    rows += shard.rows;
    done += shard.bytes;
    options.onProgress?.(done, total);
  }
  return rows;
}

function assertIds(where: string, ids: ArrayLike<number>, firstId: number, lastId: number): void {
  if (ids[0] !== firstId || ids[ids.length - 1] !== lastId) {
    throw foreign(where, `has ids from ${ids[0]} to ${ids[ids.length - 1]}, not from ${firstId} to ${lastId}`);
  }
  for (let index = 1; index < ids.length; index++) {
    if (ids[index]! <= ids[index - 1]!) throw foreign(where, `has id ${ids[index]} behind ${ids[index - 1]}`);
  }
}
