import { formatValue, oneLine } from "@dark-knowledge/core";
import type { AsyncBuffer, Compressors, FileMetaData, RowGroup } from "hyparquet";
import { fileLimits } from "../../internal/file-limits.ts";
import { importPeer } from "../../internal/import-peer.ts";
import { checkChunk } from "./check-chunk.ts";
import { columnLevels } from "./column-levels.ts";
import { compressorsFor } from "./compressors-for.ts";

/** A Parquet file of which the description has been read. */
export interface ParquetFile {
  readonly names: readonly string[];
  readonly rows: number;
  /** How many rows each row group has. */
  readonly groups: readonly number[];
  /** The cells of a column in some rows. */
  readColumn(name: string, rowStart: number, rowEnd: number): Promise<ArrayLike<unknown>>;
  /** The cells of some columns in one row group, which its errors name. Numbers may come as typed arrays. */
  readGroup(functionName: string, group: number, names: readonly string[]): Promise<readonly ArrayLike<unknown>[]>;
}

/**
 * Reads the description of a Parquet file. Errors begin with `functionName` and name `source`.
 *
 * The library that reads the cells believes all counts and lengths. So those of a column are checked before it reads them.
 */
export async function openParquet(functionName: string, source: string, file: AsyncBuffer): Promise<ParquetFile> {
  const library = await importPeer(functionName, "hyparquet", () => import("hyparquet"));
  const refuse = (cause: unknown): never => {
    throw new Error(`${functionName}: ${source} is damaged, or no Parquet file (${reasonOf(cause)})`, { cause });
  };
  const limits = fileLimits(file.byteLength);
  // Places on the earth are described in fields of their own, which nobody asks for.
  const metadata: FileMetaData = await library.parquetMetadataAsync(file, { geoparquet: false }).catch(refuse);
  const { schema, groups } = attempt(() => describe(metadata, library.parquetSchema(metadata)), refuse);
  const compressors = await compressorsFor(functionName, library, metadata);
  const names = schema.children.map(({ element }) => element.name);
  const checked = new Set<unknown>();

  async function checkColumn(name: string, rowStart: number, rowEnd: number): Promise<void> {
    let start = 0;
    for (const [index, group] of metadata.row_groups.entries()) {
      if (start < rowEnd && start + groups[index]! > rowStart) await checkParts(group, new Set([name]));
      start += groups[index]!;
    }
  }

  async function checkParts({ columns, num_rows }: RowGroup, names: ReadonlySet<string>): Promise<void> {
    for (const { meta_data } of columns) {
      if (meta_data === undefined || !names.has(meta_data.path_in_schema[0]!) || checked.has(meta_data)) continue;
      const { codec, path_in_schema, dictionary_page_offset, data_page_offset, total_compressed_size } = meta_data;
      const begin = Number(dictionary_page_offset || data_page_offset);
      const end = begin + Number(total_compressed_size);
      if (!(begin >= 0 && end >= begin && end <= file.byteLength)) throw new RangeError("a column outside the file");
      const bytes = await file.slice(begin, end);
      const rows = Number(num_rows);
      checkChunk({ ...columnLevels(schema, path_in_schema), bytes, rows, codec, limits, compressors });
      checked.add(meta_data);
    }
  }

  return {
    names,
    rows: groups.reduce((sum, rows) => sum + rows, 0),
    groups,
    async readColumn(name, rowStart, rowEnd) {
      assertColumn(functionName, source, names, name);
      if (rowEnd === rowStart) return [];
      await checkColumn(name, rowStart, rowEnd).catch(refuse);
      const options = { file, metadata, columns: [name], rowStart, rowEnd, compressors };
      const rows = await new Promise<unknown[][]>((resolve, reject) => {
        library.parquetRead({ ...options, onComplete: resolve }).catch(reject);
      }).catch(refuse);
      return rows.map(([cell]) => cell);
    },
    async readGroup(caller, group, wanted) {
      for (const name of wanted) assertColumn(caller, source, names, name);
      const parts = metadata.row_groups[group]!;
      try {
        await checkParts(parts, new Set(wanted));
        const one = { ...metadata, row_groups: [parts], num_rows: parts.num_rows };
        return await readWhole(library, { file, metadata: one, compressors }, wanted, groups[group]!);
      } catch (cause) {
        const where = `${source} is damaged in row group ${group + 1} of ${groups.length}`;
        throw new Error(`${caller}: ${where} (${reasonOf(cause)})`, { cause });
      }
    },
  };

  /** The rows of each group, which must be those of the file. */
  function describe<Schema>(described: FileMetaData, schema: Schema) {
    const groups = described.row_groups.map(({ num_rows }) => Number(num_rows));
    for (const rows of groups) {
      if (!(rows >= 0)) throw new RangeError(`a row group of ${rows} rows`);
      limits.take("cells", rows);
    }
    const rows = groups.reduce((sum, count) => sum + count, 0);
    if (rows !== Number(described.num_rows)) throw new RangeError(`${described.num_rows} rows, ${rows} in its groups`);
    return { schema, groups };
  }
}

function attempt<Value>(read: () => Value, refuse: (cause: unknown) => never): Value {
  try {
    return read();
  } catch (cause) {
    return refuse(cause);
  }
}

function assertColumn(functionName: string, source: string, names: readonly string[], name: string): void {
  if (names.includes(name)) return;
  throw new Error(
    `${functionName}: ${source} has no column ${formatValue(name)}; it has ${oneLine(names.join(", "), 200)}`,
  );
}

/** The cells of some columns of a file with one row group. */
async function readWhole(
  library: typeof import("hyparquet"),
  from: { readonly file: AsyncBuffer; readonly metadata: FileMetaData; readonly compressors: Compressors },
  names: readonly string[],
  rows: number,
): Promise<readonly ArrayLike<unknown>[]> {
  const pages = new Map<string, ArrayLike<unknown>[]>(names.map((name) => [name, []]));
  await library.parquetRead({
    ...{ ...from, columns: [...names] },
    onChunk: ({ columnName, columnData }) => pages.get(columnName)?.push(columnData),
  });
  return names.map((name) => joinPages(pages.get(name)!, rows));
}

function reasonOf(cause: unknown): string {
  return oneLine((cause as Error).message, 200);
}

/** The cells of a row group's pages one after another: as they are where there is one page. */
function joinPages(pages: readonly ArrayLike<unknown>[], rows: number): ArrayLike<unknown> {
  const count = pages.reduce((sum, { length }) => sum + length, 0);
  if (count !== rows) throw new RangeError(`${count} values of ${rows} rows`);
  const [first, ...more] = pages;
  if (first === undefined || more.length === 0) return first ?? [];
  for (const Numbers of [Float32Array, Float64Array, Int32Array]) {
    if (!pages.every((page) => page instanceof Numbers)) continue;
    const joined = new Numbers(rows);
    let at = 0;
    for (const page of pages as readonly ArrayLike<number>[]) {
      joined.set(page, at);
      at += page.length;
    }
    return joined;
  }
  return pages.flatMap((page) => Array.from(page));
}
