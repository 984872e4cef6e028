import type { SoftTargetManifest, SoftTargetShard } from "../manifest.ts";
import type { SoftTargetFiles } from "../soft-targets.ts";
import { answerColumns, columnValues } from "./gather-rows.ts";
import { type Ids, type OpenShard, readIdColumn } from "./open-shard.ts";
import { checkShard } from "./read-blocks.ts";
import { sha256 } from "./sha256.ts";
import {
  columnsOf,
  edgesOf,
  foreign,
  joinEdges,
  readShardLayout,
  type ShardLayout,
  truncated,
} from "./shard-layout.ts";

/** How a store is read. */
export interface ShardReaderOptions {
  readonly cacheBytes: number;
  readonly checksums: boolean;
}

/** Opens the shards of a store as they are needed. */
export interface ShardReader {
  /** Whether a shard stays in memory once it was read, because all of them fit. */
  readonly keepsShards: boolean;
  open(index: number): OpenShard | Promise<OpenShard>;
  /** A shard as a whole, checked, whether it is kept or not. */
  load(index: number): Promise<OpenShard>;
}

export function createShardReader(
  manifest: SoftTargetManifest,
  files: SoftTargetFiles,
  { cacheBytes, checksums }: ShardReaderOptions,
): ShardReader {
  const { shards } = manifest;
  const keepsShards = shards.reduce((sum, { bytes }) => sum + bytes, 0) <= cacheBytes;
  const idColumn = columnsOf(manifest)[0]!;
  const layouts = new Map<number, ShardLayout>();
  const opened = new Map<number, OpenShard>();
  const opening = new Map<number, Promise<OpenShard>>();
  let keptBytes = 0;

  async function load(index: number): Promise<OpenShard> {
    const kept = opened.get(index);
    if (kept?.bytes !== undefined) return kept;
    const shard = shards[index]!;
    const bytes = await loadShard(files, shard, checksums);
    const [head, tail] = edgesOf(bytes.length).map(({ start, end }) => bytes.subarray(start, end));
    const layout = readShardLayout(files.locate(shard.file), manifest, shard, head!, tail!);
    return openShard(manifest, shard, layout, bytes, readIds(manifest, shard, layout, bytes));
  }

  async function loadToKeep(index: number): Promise<OpenShard> {
    const open = await load(index);
    await checkShard(manifest, files, open);
    return open;
  }

  async function openByMetadata(index: number): Promise<OpenShard> {
    const shard = shards[index]!;
    const layout = layouts.get(index) ?? (await loadLayout(manifest, files, shard, checksums));
    layouts.set(index, layout);
    if (isContiguous(shard)) return openShard(manifest, shard, layout, undefined, undefined);
    const start = layout.id!;
    const range = { start, end: start + shard.rows * idColumn.bytesPerRow };
    const [piece] = await files.readRanges(shard.file, [range], shard.bytes);
    // In memory of their own, where every id lies on a multiple of its size.
    const ids = Uint8Array.from(piece!);
    if (ids.length < shard.rows * idColumn.bytesPerRow) throw truncated(files.locate(shard.file), shard.bytes);
    return openShard(manifest, shard, layout, undefined, readIds(manifest, shard, { id: 0 }, ids));
  }

  function open(index: number): OpenShard | Promise<OpenShard> {
    const ready = opened.get(index);
    if (ready !== undefined) {
      if (!keepsShards) {
        // The one that was used last stands last.
        opened.delete(index);
        opened.set(index, ready);
      }
      return ready;
    }
    let pending = opening.get(index);
    if (pending === undefined) {
      pending = (keepsShards ? loadToKeep(index) : openByMetadata(index)).then((shard) => {
        keep(index, shard);
        return shard;
      });
      opening.set(index, pending);
      const forget = () => void opening.delete(index);
      pending.then(forget, forget);
    }
    return pending;
  }

  /** Id columns go out again, the longest unused first, so that memory does not grow with the store. */
  function keep(index: number, shard: OpenShard): void {
    opened.set(index, shard);
    if (keepsShards) return;
    keptBytes += idBytes(shard.shard);
    for (const [oldest, { shard: old }] of opened) {
      if (keptBytes <= cacheBytes || oldest === index) break;
      opened.delete(oldest);
      keptBytes -= idBytes(old);
    }
  }

  return { keepsShards, open, load };
}

/** A whole shard, of the right length and with the right checksum. */
async function loadShard(files: SoftTargetFiles, shard: SoftTargetShard, checksums: boolean): Promise<Uint8Array> {
  const where = files.locate(shard.file);
  const bytes = await files.readAll(shard.file, shard.bytes);
  if (bytes.length < shard.bytes) throw truncated(where, shard.bytes);
  if (bytes.length > shard.bytes) throw foreign(where, `has ${bytes.length} bytes, not ${shard.bytes}`);
  if (checksums && (await sha256(bytes)) !== shard.sha256) {
    throw damaged(where);
  }
  return bytes;
}

async function loadLayout(
  manifest: SoftTargetManifest,
  files: SoftTargetFiles,
  shard: SoftTargetShard,
  checksums: boolean,
): Promise<ShardLayout> {
  const where = files.locate(shard.file);
  const [head, tail] = await files.readRanges(shard.file, edgesOf(shard.bytes), shard.bytes);
  if (tail!.length < edgesOf(shard.bytes)[1].end - edgesOf(shard.bytes)[1].start) throw truncated(where, shard.bytes);
  if (checksums && (await sha256(joinEdges(head!, tail!))) !== shard.metadataSha256) throw damaged(where);
  return readShardLayout(where, manifest, shard, head!, tail!);
}

/** The id column; undefined where the manifest says it all. */
function readIds(
  manifest: SoftTargetManifest,
  shard: SoftTargetShard,
  layout: ShardLayout,
  bytes: Uint8Array,
): Ids | undefined {
  return isContiguous(shard) ? undefined : readIdColumn(manifest, shard, layout, bytes);
}

function damaged(where: string): Error {
  return foreign(where, "is damaged: its checksum is not the manifest's");
}

/** Whether a shard's ids follow one another without a gap, so that they need not be read. */
function isContiguous({ firstId, lastId, rows }: SoftTargetShard): boolean {
  return lastId - firstId + 1 === rows;
}

function idBytes(shard: SoftTargetShard): number {
  // Something for the entry itself, so that the number of entries is bounded too.
  return 1024 + (isContiguous(shard) ? 0 : shard.rows * 8);
}

function openShard(
  manifest: SoftTargetManifest,
  shard: SoftTargetShard,
  layout: ShardLayout,
  bytes: Uint8Array | undefined,
  ids: Ids | undefined,
): OpenShard {
  const { firstId, rows } = shard;
  const rowOf = (id: number) => {
    if (ids !== undefined) return indexOfSorted(ids, id);
    const row = id - firstId;
    return row >= 0 && row < rows ? row : -1;
  };
  const values = bytes && answerColumns(manifest).map((column) => columnValues(column, bytes, layout[column.name]!));
  return { shard, layout, bytes, values, rowOf };
}

function indexOfSorted(ids: ArrayLike<number>, id: number): number {
  let low = 0;
  let high = ids.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = ids[middle]!;
    if (found === id) return middle;
    if (found < id) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
