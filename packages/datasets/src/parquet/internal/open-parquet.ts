import { formatValue, oneLine } from "@dark-knowledge/core";
import type { AsyncBuffer, FileMetaData } from "hyparquet";
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
}

/**
 * Reads the description of a Parquet file. Errors begin with `functionName` and name `source`.
 *
 * The library that reads the cells believes all counts and lengths. So those of a column are checked before it reads them.
 */
export async function openParquet(functionName: string, source: string, file: AsyncBuffer): Promise<ParquetFile> {
  const library = await importPeer(functionName, "hyparquet", () => import("hyparquet"));
  const refuse = (cause: unknown): never => {
    const reason = oneLine((cause as Error).message, 200);
    throw new Error(`${functionName}: ${source} is damaged, or no Parquet file (${reason})`, { cause });
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
    for (const { columns, num_rows } of metadata.row_groups) {
      const rows = Number(num_rows);
      const isRead = start < rowEnd && start + rows > rowStart;
      start += rows;
      const parts = columns.filter(({ meta_data }) => meta_data?.path_in_schema[0] === name);
      for (const { meta_data } of isRead ? parts : []) {
        if (checked.has(meta_data)) continue;
        const { codec, path_in_schema, dictionary_page_offset, data_page_offset, total_compressed_size } = meta_data!;
        const begin = Number(dictionary_page_offset || data_page_offset);
        const end = begin + Number(total_compressed_size);
        if (!(begin >= 0 && end >= begin && end <= file.byteLength)) throw new RangeError("a column outside the file");
        const bytes = await file.slice(begin, end);
        checkChunk({ ...columnLevels(schema, path_in_schema), bytes, rows, codec, limits, compressors });
        checked.add(meta_data);
      }
    }
  }

  return {
    names,
    rows: groups.reduce((sum, rows) => sum + rows, 0),
    groups,
    async readColumn(name, rowStart, rowEnd) {
      if (!names.includes(name)) {
        throw new Error(
          `${functionName}: ${source} has no column ${formatValue(name)}; it has ${oneLine(names.join(", "), 200)}`,
        );
      }
      if (rowEnd === rowStart) return [];
      await checkColumn(name, rowStart, rowEnd).catch(refuse);
      const options = { file, metadata, columns: [name], rowStart, rowEnd, compressors };
      const rows = await new Promise<unknown[][]>((resolve, reject) => {
        library.parquetRead({ ...options, onComplete: resolve }).catch(reject);
      }).catch(refuse);
      return rows.map(([cell]) => cell);
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
