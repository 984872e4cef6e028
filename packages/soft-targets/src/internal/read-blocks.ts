import type { SoftTargetManifest, SoftTargetTask } from "../manifest.ts";
import type { SoftTargetAnswers, SoftTargetBlock, SoftTargetFiles } from "../soft-targets.ts";
import { findWrongAnswer } from "./check-answers.ts";
import { gatherRows } from "./gather-rows.ts";
import { type OpenShard, readIdColumn } from "./open-shard.ts";
import { foreign } from "./shard-layout.ts";

/** Values of one block, so that blocks stay small also where shards are large. */
const BLOCK_VALUES = 2 ** 20;

/** The rows of a shard that is in memory, in stored order, each looked at. */
export async function* readBlocks(
  manifest: SoftTargetManifest,
  files: SoftTargetFiles,
  open: OpenShard,
): AsyncIterable<SoftTargetBlock> {
  const { encoding, classNames, task } = manifest;
  const { augmentationSeed, rows: count, file } = open.shard;
  const width = encoding.kind === "dense" ? classNames.length : encoding.k;
  const most = Math.max(1, Math.floor(BLOCK_VALUES / width));
  const ids = Array.from(readIdColumn(manifest, open.shard, open.layout, open.bytes!));
  for (let first = 0; first < count; first += most) {
    const rows = Int32Array.from({ length: Math.min(most, count - first) }, (_, position) => first + position);
    const opens: OpenShard[] = new Array(rows.length).fill(open);
    const answers = await gatherRows(manifest, files, { opens, rows });
    const own = ids.slice(first, first + most);
    assertAnswers(answers, classNames.length, task, (row) => ({ where: files.locate(file), id: own[row]! }));
    yield { ids: own, augmentationSeed, answers };
  }
}

/** Looks at all answers of a shard once, so that rows of it can be read without looking. */
export async function checkShard(manifest: SoftTargetManifest, files: SoftTargetFiles, open: OpenShard): Promise<void> {
  for await (const _ of readBlocks(manifest, files, open));
}

/** @param locate gives the id and the file of a row */
export function assertAnswers(
  answers: SoftTargetAnswers,
  classCount: number,
  task: SoftTargetTask | undefined,
  locate: (row: number) => { readonly where: string; readonly id: number },
): void {
  const wrong = findWrongAnswer(answers, classCount, task);
  if (wrong === undefined) return;
  const { where, id } = locate(wrong.row);
  throw foreign(where, `has ${wrong.found} in the answer to example ${id}`);
}
