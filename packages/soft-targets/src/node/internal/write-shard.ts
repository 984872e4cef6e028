import { edgesOf, joinEdges } from "../../internal/shard-layout.ts";
import type { SoftTargetManifest } from "../../manifest.ts";
import type { PendingRow, Run } from "./pending-rows.ts";
import { shardName, type WritableDirectory, type WrittenShard } from "./prepare-directory.ts";
import { sha256Hex } from "./sha256-hex.ts";

/**
 * Writes the answers to consecutive examples of one view as the next shard, and enters it in the manifest, with the
 * examples that have no answer.
 */
export async function writeShard(
  target: WritableDirectory,
  allIds: ArrayLike<number>,
  { view, first, answers }: Run & { readonly answers: readonly PendingRow[] },
): Promise<void> {
  const augmentationSeed = target.manifest.augmentationSeeds[view]!;
  const [ids, unanswered]: [number[], number[]] = [[], []];
  const answered = answers.filter(({ entry, row }, index) => {
    const isAnswered = !Number.isNaN(entry.logits[(row * entry.logits.length) / entry.places.length]);
    (isAnswered ? ids : unanswered).push(allIds[first + index]!);
    return isAnswered;
  });
  const shard = ids.length === 0 ? undefined : await makeShard(target.manifest, ids, augmentationSeed, answered);
  await target.add(shard, { augmentationSeed, ids: unanswered });
}

async function makeShard(
  manifest: SoftTargetManifest,
  ids: readonly number[],
  augmentationSeed: number,
  answers: readonly PendingRow[],
): Promise<WrittenShard> {
  // Loaded with the first shard, because Arrow's many modules are a fifth of what a command loads to start.
  const { encodeShard } = await import("../../internal/encode-shard.ts");
  const bytes = encodeShard(manifest, { ids, augmentationSeed, answers: gather(manifest, answers) });
  const [head, tail] = edgesOf(bytes.length);
  const shard = {
    file: shardName(manifest.shards.length),
    augmentationSeed,
    rows: ids.length,
    firstId: ids[0]!,
    lastId: ids.at(-1)!,
    bytes: bytes.length,
    sha256: sha256Hex(bytes),
    metadataSha256: sha256Hex(joinEdges(bytes.subarray(head.start, head.end), bytes.subarray(tail.start, tail.end))),
  };
  return { bytes, shard };
}

/** The rows one after another. */
function gather({ encoding, classNames }: SoftTargetManifest, answers: readonly PendingRow[]) {
  const isDense = encoding.kind === "dense";
  const width = isDense ? classNames.length : encoding.k;
  const logits = new Float32Array(answers.length * width);
  const indices = new Int32Array(isDense ? 0 : answers.length * width);
  const tailLogits = new Float32Array(isDense ? 0 : answers.length);
  for (const [position, { entry, row }] of answers.entries()) {
    const [from, to] = [row * width, (row + 1) * width];
    logits.set(entry.logits.subarray(from, to), position * width);
    if (isDense) continue;
    indices.set(entry.indices.subarray(from, to), position * width);
    tailLogits[position] = entry.tailLogits[row]!;
  }
  return isDense ? { logits } : { indices, logits, tailLogits };
}
