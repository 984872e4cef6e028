import type { AsyncBuffer, ColumnMetaData, Compressors, FileMetaData, SchemaTree } from "hyparquet";
import { type FileLimits, NO_LIMITS } from "../../internal/file-limits.ts";
import type { ColumnChunk } from "./column-chunk.ts";
import { columnLevels } from "./column-levels.ts";
import { type ByteRange, type HeldBytes, holdBytes } from "./hold-bytes.ts";
import { pagesOf } from "./pages-of.ts";
import { holdsNumbers, readNumbers } from "./read-numbers.ts";

/** A Parquet file whose description has been read, and how it is read. */
export interface DescribedFile {
  readonly library: typeof import("hyparquet");
  readonly file: AsyncBuffer;
  readonly metadata: FileMetaData;
  readonly schema: SchemaTree;
  readonly compressors: Compressors;
  readonly limits: FileLimits;
  /** Whose pages have been checked, and have taken from the limits. */
  readonly checked: Set<ColumnMetaData>;
}

/** Checks the pages of some columns in a row group, and returns the file with their bytes in memory. */
export async function checkGroup(
  described: DescribedFile,
  group: number,
  names: readonly string[],
): Promise<AsyncBuffer> {
  const { file, checked } = described;
  const parts = partsOf(described, group, names);
  const held = await holdBytes(file, rangesOf(file, parts));
  for (const part of parts) {
    if (checked.has(part)) continue;
    for (const _ of pagesOf(chunkOf(described, held, group, part)));
    checked.add(part);
  }
  return held;
}

/**
 * Reads the cells of some columns in a row group. Numbers are typed arrays, with NaN where one is missing.
 *
 * @throws Error when the file is damaged there
 */
export async function readGroup(
  described: DescribedFile,
  group: number,
  names: readonly string[],
): Promise<readonly ArrayLike<unknown>[]> {
  const { file, schema, checked } = described;
  const found = new Map<string, ArrayLike<unknown>>();
  const parts = partsOf(described, group, names).filter((part) => {
    return holdsNumbers(columnLevels(schema, part.path_in_schema));
  });
  const held = await holdBytes(file, rangesOf(file, parts));
  for (const part of parts) {
    const numbers = readNumbers(chunkOf(described, held, group, part));
    if (numbers === undefined) continue;
    checked.add(part);
    found.set(part.path_in_schema[0]!, numbers);
  }
  const others = names.filter((name) => !found.has(name));
  for (const [name, cells] of await readCells(described, group, others)) found.set(name, cells);
  return names.map((name) => found.get(name)!);
}

/** The parts of columns in a row group. */
function partsOf({ metadata }: DescribedFile, group: number, names: readonly string[]): readonly ColumnMetaData[] {
  const wanted = new Set(names);
  const parts = metadata.row_groups[group]!.columns.map(({ meta_data }) => meta_data);
  return parts.filter((part): part is ColumnMetaData => part !== undefined && wanted.has(part.path_in_schema[0]!));
}

function rangesOf({ byteLength }: AsyncBuffer, parts: readonly ColumnMetaData[]): readonly ByteRange[] {
  return parts.map((part) => {
    const { start, end } = rangeOf(part);
    if (start >= 0 && end >= start && end <= byteLength) return { start, end };
    throw new RangeError("a column outside the file");
  });
}

function rangeOf({ dictionary_page_offset, data_page_offset, total_compressed_size }: ColumnMetaData): ByteRange {
  const start = Number(dictionary_page_offset || data_page_offset);
  return { start, end: start + Number(total_compressed_size) };
}

function chunkOf(described: DescribedFile, held: HeldBytes, group: number, part: ColumnMetaData): ColumnChunk {
  const { metadata, schema, compressors, limits, checked } = described;
  const { codec, path_in_schema } = part;
  return {
    ...columnLevels(schema, path_in_schema),
    bytes: held.view(rangeOf(part)),
    rows: Number(metadata.row_groups[group]!.num_rows),
    ...{ codec, compressors, limits: checked.has(part) ? NO_LIMITS : limits },
  };
}

/** Reads cells of any kind with the library, which believes what has been checked. */
async function readCells(
  described: DescribedFile,
  group: number,
  names: readonly string[],
): Promise<ReadonlyMap<string, ArrayLike<unknown>>> {
  if (names.length === 0) return new Map();
  const { library, metadata, compressors } = described;
  const file = await checkGroup(described, group, names);
  const pages = new Map<string, ArrayLike<unknown>[]>(names.map((name) => [name, []]));
  const one = metadata.row_groups[group]!;
  await library.parquetRead({
    ...{ file, compressors, columns: [...names] },
    metadata: { ...metadata, row_groups: [one], num_rows: one.num_rows },
    onChunk: ({ columnName, columnData }) => pages.get(columnName)?.push(columnData),
  });
  return new Map([...pages].map(([name, own]) => [name, joinPages(own, Number(one.num_rows))]));
}

/** The cells of a row group's pages one after another: as they are where there is one page. */
function joinPages(pages: readonly ArrayLike<unknown>[], rows: number): ArrayLike<unknown> {
  const count = pages.reduce((sum, { length }) => sum + length, 0);
  if (count !== rows) throw new RangeError(`${count} values of ${rows} rows`);
  return pages.length === 1 ? pages[0]! : pages.flatMap((page) => Array.from(page));
}
