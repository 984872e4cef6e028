import type { ColumnChunk } from "./column-chunk.ts";
import type { ColumnLevels } from "./column-levels.ts";
import { readDeltaNumbers } from "./delta-numbers.ts";
import { type Page, pagesOf } from "./pages-of.ts";
import { readRuns, WIDEST_RUNS } from "./read-runs.ts";
import { type StoredKind, type StoredNumbers, storedKind } from "./stored-kind.ts";

/** Whether {@link readNumbers} may read a column, as far as its description says. */
export function holdsNumbers({ isFlat, isList, isAsStored, type }: ColumnLevels): boolean {
  return (isFlat || isList) && isAsStored && storedKind(type) !== undefined;
}

/**
 * Reads a column's part of a row group, if its cells are the numbers that are stored, one in a row or none, or a list of them in
 * each row. Pages are checked as they are read. The result may lie in the bytes of the chunk, which are of no other use afterwards.
 *
 * @returns the numbers, NaN where there is none, or the lists; undefined for other columns, encodings that are not read here,
 * integers that are too large for a number, and lists of which one or a part is missing
 * @throws Error when the pages do not fit their bytes, or an entry of a dictionary does not exist
 */
export function readNumbers(chunk: ColumnChunk): StoredNumbers | readonly StoredNumbers[] | undefined {
  const { isFlat, isList, isAsStored, type } = chunk;
  const kind = isAsStored ? storedKind(type) : undefined;
  if (kind === undefined) return undefined;
  return isFlat ? readOnePerRow(chunk, kind) : isList ? readLists(chunk, kind) : undefined;
}

function readOnePerRow(chunk: ColumnChunk, kind: StoredKind): StoredNumbers | undefined {
  let numbers: StoredNumbers | undefined;
  let filled = 0;
  for (const { page, own } of decodePages(chunk, kind)) {
    if (own === undefined) return undefined;
    const { valueCount } = page.header;
    if (own.length === chunk.rows) return own;
    numbers ??= kind.allocate(chunk.rows);
    if (page.known === valueCount) numbers.set(own, filled);
    else {
      // No integer stands for a missing one.
      if (numbers instanceof Int32Array) numbers = Float64Array.from(numbers);
      spread(own, page, numbers.subarray(filled, filled + valueCount));
    }
    filled += valueCount;
  }
  return numbers ?? kind.allocate(0);
}

function readLists(chunk: ColumnChunk, kind: StoredKind): readonly StoredNumbers[] | undefined {
  const parts: StoredNumbers[] = [];
  const starts: number[] = [];
  let total = 0;
  for (const { page, own } of decodePages(chunk, kind)) {
    const { header, levels, values, known } = page;
    if (own === undefined || known < header.valueCount) return undefined;
    const repeated = header.kind === "data-2" ? readRuns(levels, 0, 1, known) : readRuns(values, 4, 1, known);
    for (let index = 0; index < known; index++) if (repeated[index] === 0) starts.push(total + index);
    parts.push(own);
    total += known;
  }
  if (starts.length !== chunk.rows || starts[0] !== 0)
    throw new RangeError(`${starts.length} lists of ${chunk.rows} rows`);
  const numbers = kind.allocate(total);
  let filled = 0;
  for (const part of parts) {
    numbers.set(part, filled);
    filled += part.length;
  }
  return starts.map((start, row) => numbers.subarray(start, starts[row + 1] ?? total));
}

/** The numbers of each page of data, without missing ones; undefined for what is not read here. */
function* decodePages(chunk: ColumnChunk, kind: StoredKind): Generator<{ page: Page; own: StoredNumbers | undefined }> {
  let dictionary: StoredNumbers | undefined = kind.allocate(0);
  for (const page of pagesOf(chunk)) {
    const { header, values, start, known } = page;
    if (header.kind === "dictionary") dictionary = kind.read(values, start, known);
    else if (!header.encoding?.endsWith("_DICTIONARY")) yield { page, own: readEncoded(chunk, page, kind) };
    else yield { page, own: dictionary && lookUp(page, dictionary, kind.allocate(known)) };
  }
}

/** The numbers of a page without a dictionary, without missing ones. */
function readEncoded({ isFlat }: ColumnChunk, page: Page, kind: StoredKind): StoredNumbers | undefined {
  const { header, values, start, known, spent } = page;
  // The levels before them say which one is missing, or where a list begins.
  const isAlone = isFlat && known === header.valueCount;
  if (header.encoding === "PLAIN") return kind.read(values, start, known, isAlone ? start + spent : 0);
  if (header.encoding === "DELTA_BINARY_PACKED" && kind.type === "INT32") {
    return readDeltaNumbers(values, start, known).numbers;
  }
  if (header.encoding !== "BYTE_STREAM_SPLIT") return undefined;
  // All first bytes, then all second ones, and so on.
  const bytes = new Uint8Array(known * kind.bytes);
  for (let part = 0, from = start; part < kind.bytes; part++) {
    for (let index = 0; index < known; index++) bytes[index * kind.bytes + part] = values.getUint8(from++);
  }
  return kind.read(new DataView(bytes.buffer), 0, known);
}

/** The entries of a dictionary that a page names. */
function lookUp(
  { values, start, known }: Page,
  dictionary: StoredNumbers,
  target: StoredNumbers,
): StoredNumbers | undefined {
  const width = known > 0 ? values.getUint8(start) : 0;
  if (width > WIDEST_RUNS) return undefined;
  const entries = width === 0 ? new Uint32Array(known) : readRuns(values, start + 1, width, known);
  for (let index = 0; index < known; index++) {
    const entry = entries[index]!;
    if (entry >= dictionary.length) throw new RangeError(`entry ${entry} of a dictionary of ${dictionary.length}`);
    target[index] = dictionary[entry]!;
  }
  return target;
}

/** Puts numbers where the levels of a page say that one is, and NaN elsewhere. */
function spread(own: StoredNumbers, { header, levels, values }: Page, target: StoredNumbers): void {
  const [view, start] = header.kind === "data-2" ? [levels, header.repetitionBytes] : [values, 4];
  const defined = readRuns(view, start, 1, target.length);
  let taken = 0;
  for (let index = 0; index < target.length; index++) target[index] = defined[index] === 1 ? own[taken++]! : Number.NaN;
  if (taken !== own.length) throw new RangeError(`${own.length} numbers for ${taken} rows`);
}
