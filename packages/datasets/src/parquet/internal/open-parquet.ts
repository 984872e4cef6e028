import { formatValue, oneLine } from "@dark-knowledge/core";
import type { AsyncBuffer, ColumnMetaData, FileMetaData } from "hyparquet";
import { fileLimits } from "../../internal/file-limits.ts";
import { importPeer } from "../../internal/import-peer.ts";
import { compressorsFor } from "./compressors-for.ts";
import { checkGroup, readGroup } from "./read-group.ts";

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
  const described = { library, file, metadata, schema, compressors, limits, checked: new Set<ColumnMetaData>() };

  async function checkColumn(name: string, rowStart: number, rowEnd: number): Promise<void> {
    let start = 0;
    for (const [group, rows] of groups.entries()) {
      if (start < rowEnd && start + rows > rowStart) await checkGroup(described, group, [name]);
      start += rows;
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
      return readGroup(described, group, wanted).catch((cause): never => {
        const where = `${source} is damaged in row group ${group + 1} of ${groups.length}`;
        throw new Error(`${caller}: ${where} (${reasonOf(cause)})`, { cause });
      });
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

function reasonOf(cause: unknown): string {
  return oneLine((cause as Error).message, 200);
}
