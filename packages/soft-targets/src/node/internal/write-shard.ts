import { encodeShard } from "../../internal/encode-shard.ts";
import { edgesOf, joinEdges } from "../../internal/shard-layout.ts";
import type { SoftTargetManifest } from "../../manifest.ts";
import type { PendingRow, Run } from "./pending-rows.ts";
import { shardName, type WritableDirectory } from "./prepare-directory.ts";
import { sha256Hex } from "./sha256-hex.ts";

/** Writes the answers to consecutive examples of one view as the next shard, and enters it in the manifest. */
export async function writeShard(
  target: WritableDirectory,
  allIds: ArrayLike<number>,
  { view, first, rows, answers }: Run & { readonly answers: readonly PendingRow[] },
): Promise<void> {
  const { manifest } = target;
  const ids = Array.from({ length: rows }, (_, index) => allIds[first + index]!);
  const augmentationSeed = manifest.augmentationSeeds[view]!;
  const bytes = encodeShard(manifest, { ids, augmentationSeed, answers: gather(manifest, answers) });
  const [head, tail] = edgesOf(bytes.length);
  await target.addShard(bytes, {
    file: shardName(manifest.shards.length),
    augmentationSeed,
    rows,
    firstId: ids[0]!,
    lastId: ids.at(-1)!,
    bytes: bytes.length,
    sha256: sha256Hex(bytes),
    metadataSha256: sha256Hex(joinEdges(bytes.subarray(head.start, head.end), bytes.subarray(tail.start, tail.end))),
  });
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
