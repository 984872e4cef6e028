import { float16Bits } from "@dark-knowledge/core/arrow";
import type { SoftTargetManifest } from "../manifest.ts";
import type { ByteRange, SoftTargetAnswers, SoftTargetFiles } from "../soft-targets.ts";
import type { ColumnValues, OpenShard } from "./open-shard.ts";
import { type Column, columnsOf, truncated } from "./shard-layout.ts";

/** Where the answers are: at each position the shard, and the row in it. */
export interface LocatedRows {
  readonly opens: readonly OpenShard[];
  readonly rows: Int32Array;
}

/** Reads rows out of their shards: out of memory where the shards are kept, by their places in the files otherwise. */
export async function gatherRows(
  manifest: SoftTargetManifest,
  files: SoftTargetFiles,
  located: LocatedRows,
): Promise<SoftTargetAnswers> {
  const columns = answerColumns(manifest);
  const count = located.rows.length;
  const targets = columns.map(({ name, width }) =>
    name === "indices" ? new Int32Array(count * width) : new Float32Array(count * width),
  );
  if (located.opens.every(({ values }) => values !== undefined)) {
    for (const [index, column] of columns.entries()) copyRows(column, index, located, targets[index]!);
  } else {
    await Promise.all(
      [...groupByShard(located)].map(([open, positions]) =>
        copyFromFile(files, open, positions, located, columns, targets),
      ),
    );
  }
  if (manifest.encoding.kind === "dense") return { kind: "dense", logits: targets[0] as Float32Array };
  const [indices, logits, tailLogits] = targets as [Int32Array, Float32Array, Float32Array];
  return { kind: "top-k", indices, logits, tailLogits };
}

/** The columns of an answer, without id and augmentation seed. */
export function answerColumns(manifest: SoftTargetManifest): readonly Column[] {
  return columnsOf(manifest).slice(2);
}

/** The values of a column in memory where each of them lies on a multiple of its size. */
export function columnValues({ type }: Column, { buffer, byteLength }: Uint8Array, start: number): ColumnValues {
  if (type === "Float16" || type === "Uint16") {
    return { elements: new Uint16Array(buffer, 0, byteLength >> 1), first: start >> 1 };
  }
  const elements =
    type === "Int32" ? new Int32Array(buffer, 0, byteLength >> 2) : new Float32Array(buffer, 0, byteLength >> 2);
  return { elements, first: start / 4 };
}

type Target = Int32Array | Float32Array;

/** Copies the wanted rows of a column one after another. */
function copyRows({ type, width }: Column, index: number, { opens, rows }: LocatedRows, target: Target): void {
  const sources: ColumnValues["elements"][] = new Array(rows.length);
  const starts = new Int32Array(rows.length);
  for (let position = 0; position < rows.length; position++) {
    const { elements, first } = opens[position]!.values![index]!;
    sources[position] = elements;
    starts[position] = first + rows[position]! * width;
  }
  // A loop for each type, because a shared one is several times slower.
  if (type === "Float16") copyFloat16(width, sources as Uint16Array[], starts, target as Float32Array);
  else if (type === "Uint16") copyUint16(width, sources as Uint16Array[], starts, target as Int32Array);
  else {
    for (let position = 0; position < starts.length; position++) {
      const start = starts[position]!;
      target.set(sources[position]!.subarray(start, start + width), position * width);
    }
  }
}

function copyFloat16(width: number, sources: readonly Uint16Array[], starts: Int32Array, target: Float32Array): void {
  const bits = new Int32Array(target.buffer);
  touch(width, sources, starts);
  let to = 0;
  for (let position = 0; position < starts.length; position++) {
    const halves = sources[position]!;
    const start = starts[position]!;
    for (let from = start; from < start + width; from++) bits[to++] = float16Bits(halves[from]!);
  }
}

function copyUint16(width: number, sources: readonly Uint16Array[], starts: Int32Array, target: Int32Array): void {
  touch(width, sources, starts);
  let to = 0;
  for (let position = 0; position < starts.length; position++) {
    const indices = sources[position]!;
    const start = starts[position]!;
    for (let from = start; from < start + width; from++) target[to++] = indices[from]!;
  }
}

/**
 * Asks for all rows before they are copied. Random rows are not in the processor's caches, and to wait for one after the
 * other is most of the time; a loop that only reads runs ahead, and the processor fetches many at once.
 */
function touch(width: number, sources: readonly Uint16Array[], starts: Int32Array): void {
  let sum = 0;
  for (let position = 0; position < starts.length; position++) {
    const elements = sources[position]!;
    const start = starts[position]!;
    for (let from = start; from < start + width; from += LINE_ELEMENTS) sum += elements[from]!;
  }
  // Used, so that no compiler leaves the loads out.
  touched[0] = sum;
}

/** Lines of 64 bytes. */
const LINE_ELEMENTS = 32;
const touched = /* @__PURE__ */ new Float64Array(1);

function groupByShard({ opens }: LocatedRows): ReadonlyMap<OpenShard, number[]> {
  const groups = new Map<OpenShard, number[]>();
  for (const [position, open] of opens.entries()) {
    const group = groups.get(open);
    if (group === undefined) groups.set(open, [position]);
    else group.push(position);
  }
  return groups;
}

async function copyFromFile(
  files: SoftTargetFiles,
  { shard, layout }: OpenShard,
  positions: readonly number[],
  { rows }: LocatedRows,
  columns: readonly Column[],
  targets: readonly Target[],
): Promise<void> {
  const ranges: ByteRange[] = columns.flatMap(({ name, bytesPerRow }) =>
    positions.map((position) => {
      const start = layout[name]! + rows[position]! * bytesPerRow;
      return { start, end: start + bytesPerRow };
    }),
  );
  const pieces = await files.readRanges(shard.file, ranges, shard.bytes);
  for (const [index, column] of columns.entries()) {
    const bits = new Int32Array(targets[index]!.buffer);
    const bytes = new Uint8Array(bits.buffer);
    for (let row = 0; row < positions.length; row++) {
      const piece = pieces[index * positions.length + row]!;
      if (piece.length < column.bytesPerRow) throw truncated(files.locate(shard.file), shard.bytes);
      copyPiece(column, piece, positions[row]!, bits, bytes);
    }
  }
}

/** One row as it lies in a file, wherever that begins, to its place; `bytes` are those of `bits`. */
function copyPiece(
  { type, width, bytesPerRow }: Column,
  piece: Uint8Array,
  position: number,
  bits: Int32Array,
  bytes: Uint8Array,
): void {
  if (type !== "Float16" && type !== "Uint16") {
    bytes.set(piece, position * bytesPerRow);
    return;
  }
  const isFloat = type === "Float16";
  for (let element = 0; element < width; element++) {
    const half = piece[2 * element]! | (piece[2 * element + 1]! << 8);
    bits[position * width + element] = isFloat ? float16Bits(half) : half;
  }
}
