import { oneLine } from "@dark-knowledge/core";
import {
  type ArrowRecordBatch,
  arrowPrefixLength,
  findArrowFooter,
  readArrowFooter,
  readArrowMessage,
} from "@dark-knowledge/core/arrow";
import type { SoftTargetEncoding, SoftTargetManifest, SoftTargetShard } from "../manifest.ts";
import type { ByteRange } from "../soft-targets.ts";

/** Where each column of a shard begins, in bytes from the beginning of the file. */
export type ShardLayout = Readonly<Record<string, number>>;

/** A column of a shard: `width` values of one type in each row. */
export interface Column {
  readonly name: string;
  /** The Arrow type as `apache-arrow` and `pyarrow` print it, but for the size of the list. */
  readonly type: string;
  readonly width: number;
  readonly bytesPerRow: number;
  readonly isList: boolean;
}

/** As much of a file's beginning and of its end holds its metadata, of the files that are written here. */
const EDGE_BYTES = 4096;
const MAGIC = "ARROW1";
const BYTES: Readonly<Record<string, number>> = { Int32: 4, Int64: 8, Uint32: 4, Uint16: 2, Float16: 2, Float32: 4 };

/** The columns of a store's shards, in their order. */
export function columnsOf({ encoding, idType, classNames }: SoftTargetManifest): readonly Column[] {
  const column = (name: string, type: string, width?: number): Column => ({
    name,
    type,
    width: width ?? 1,
    bytesPerRow: BYTES[type]! * (width ?? 1),
    isList: width !== undefined,
  });
  const logitType = encoding.dtype === "float16" ? "Float16" : "Float32";
  const own =
    encoding.kind === "dense"
      ? [column("logits", logitType, classNames.length)]
      : [
          column("indices", indexType(classNames.length), encoding.k),
          column("logits", logitType, encoding.k),
          column("tail_logit", "Float32"),
        ];
  return [column("id", idType === "int64" ? "Int64" : "Int32"), column("augmentation_seed", "Uint32"), ...own];
}

/** Class numbers take two bytes as long as they fit. */
function indexType(classCount: number): "Uint16" | "Int32" {
  return classCount <= 2 ** 16 ? "Uint16" : "Int32";
}

/** The bytes that one row takes in all its columns. */
export function bytesPerRow(manifest: SoftTargetManifest): number {
  return columnsOf(manifest).reduce((sum, column) => sum + column.bytesPerRow, 0);
}

/** The pieces of a file of `bytes` bytes that have its metadata: its beginning and its end. */
export function edgesOf(bytes: number): readonly [ByteRange, ByteRange] {
  return [
    { start: 0, end: Math.min(EDGE_BYTES, bytes) },
    { start: Math.max(0, bytes - EDGE_BYTES), end: bytes },
  ];
}

/** The bytes of both edges of a file, one after the other: what `metadataSha256` is the hash of. */
export function joinEdges(head: Uint8Array, tail: Uint8Array): Uint8Array {
  const joined = new Uint8Array(head.length + tail.length);
  joined.set(head);
  joined.set(tail, head.length);
  return joined;
}

/**
 * Finds the columns in an Arrow IPC file by its metadata alone: the footer has the schema and the place of the record
 * batch, the record batch's header the places of its buffers. The values are not read.
 *
 * @param where the file, for errors
 * @param head the beginning of the file, as {@link edgesOf} has it
 * @param tail the end of the file
 * @throws Error when it is no Arrow file, is cut off, or has other columns than the manifest says
 */
export function readShardLayout(
  where: string,
  manifest: SoftTargetManifest,
  shard: SoftTargetShard,
  head: Uint8Array,
  tail: Uint8Array,
): ShardLayout {
  const [, { start, end }] = edgesOf(shard.bytes);
  if (tail.length < end - start) throw truncated(where, shard.bytes);
  if (asText(head.subarray(0, 6)) !== MAGIC || asText(tail.subarray(-6)) !== MAGIC || tail.length < 10) {
    throw foreign(where, "is no Arrow IPC file");
  }
  const columns = columnsOf(manifest);
  const footer = decode(where, tail, () => readArrowFooter(findArrowFooter(tail)));
  const wanted = columns.map(({ name, type, width, isList }) => `${name}: ${type}${isList ? `[${width}]` : ""}`);
  if (footer.columns.join() !== wanted.join()) {
    throw foreign(where, `has the columns ${oneLine(footer.columns.join(", "))}, not ${wanted.join(", ")}`);
  }
  if (!footer.isLittleEndian) throw foreign(where, "has numbers with the high byte first");
  const { recordBatches, dictionaries } = footer;
  const [block] = recordBatches;
  if (block === undefined || recordBatches.length > 1 || dictionaries.length > 0) {
    throw foreign(
      where,
      `has ${recordBatches.length} record batches and ${dictionaries.length} dictionaries, not one batch`,
    );
  }
  const body = block.offset + block.metadataLength;
  const batch = decode(where, head, () => {
    const metadata = block.offset + arrowPrefixLength(head, block.offset);
    const { kind, batch } = readArrowMessage(head.subarray(metadata, body));
    if (batch === undefined || kind !== "batch") throw new RangeError("a message without a record batch");
    return batch;
  });
  return layoutOf(where, batch, columns, shard, body);
}

/** The decoder's error about damaged metadata is not helpful; the location is. */
function decode<Result>(where: string, bytes: Uint8Array, read: () => Result): Result {
  try {
    return read();
  } catch {
    throw foreign(where, `has damaged metadata (${bytes.length} bytes)`);
  }
}

/** The error for a shard that is shorter than the manifest says. */
export function truncated(where: string, bytes: number): Error {
  return new Error(`openSoftTargets: ${where} is cut off, it must have ${bytes} bytes; ${CURE}`);
}

/** The error for a shard that is not what the manifest says. */
export function foreign(where: string, problem: string): Error {
  return new Error(`openSoftTargets: ${where} ${problem}; ${CURE}`);
}

const CURE = "restore it from a copy, or record again";

function layoutOf(
  where: string,
  { length, nodes, buffers, isCompressed }: ArrowRecordBatch,
  columns: readonly Column[],
  shard: SoftTargetShard,
  body: number,
): ShardLayout {
  if (length !== shard.rows) throw foreign(where, `has ${length} rows, not ${shard.rows}`);
  if (isCompressed) throw foreign(where, "is compressed, and so has no places of rows");
  if (nodes.some(({ nullCount }) => nullCount !== 0)) throw foreign(where, "has nulls");
  const starts: Record<string, number> = {};
  let buffer = 0;
  for (const { name, isList, bytesPerRow: bytes } of columns) {
    // A validity buffer, one more for a list, then the values.
    buffer += isList ? 2 : 1;
    const region = buffers[buffer];
    buffer++;
    const start = body + (region?.offset ?? Number.NaN);
    const isInside = start >= body && start + region!.length <= shard.bytes && region!.length >= length * bytes;
    if (!isInside || start % 8 !== 0) throw foreign(where, `has no place for the column ${name}`);
    starts[name] = start;
  }
  return starts;
}

function asText(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

/** Describes a store's rows in words, as in `10 classes, float16` or `top 64 of 10000 classes, float16`. */
export function describeEncoding(encoding: SoftTargetEncoding, classCount: number): string {
  return `${encoding.kind === "dense" ? "" : `top ${encoding.k} of `}${classCount} classes, ${encoding.dtype}`;
}
