import { formatValue, oneLine } from "@dark-knowledge/core";
import type { AsyncBuffer, Compressors, FileMetaData } from "hyparquet";
import { importPeer } from "../../internal/import-peer.ts";

/** A Parquet file of which the description has been read. */
export interface ParquetFile {
  readonly names: readonly string[];
  readonly rows: number;
  /** How many rows each row group has. */
  readonly groups: readonly number[];
  /** The cells of a column in some rows. */
  readColumn(name: string, rowStart: number, rowEnd: number): Promise<ArrayLike<unknown>>;
}

/** The codecs that hyparquet decompresses by itself. */
const BUILT_IN = ["UNCOMPRESSED", "SNAPPY"];

/** Reads the description of a Parquet file. Errors begin with `functionName` and name `source`. */
export async function openParquet(functionName: string, source: string, file: AsyncBuffer): Promise<ParquetFile> {
  const library = await importPeer(functionName, "hyparquet", () => import("hyparquet"));
  const refuse = (cause: unknown): never => {
    throw new Error(`${functionName}: ${source} is damaged, or no Parquet file (${(cause as Error).message})`, {
      cause,
    });
  };
  const metadata: FileMetaData = await library.parquetMetadataAsync(file).catch(refuse);
  const compressors = await compressorsFor(functionName, metadata);
  const names = library.parquetSchema(metadata).children.map(({ element }) => element.name);
  return {
    names,
    rows: Number(metadata.num_rows),
    groups: metadata.row_groups.map((group) => Number(group.num_rows)),
    async readColumn(name, rowStart, rowEnd) {
      if (!names.includes(name)) {
        throw new Error(
          `${functionName}: ${source} has no column ${formatValue(name)}; it has ${oneLine(names.join(", "), 200)}`,
        );
      }
      if (rowEnd === rowStart) return [];
      const options = { file, metadata, columns: [name], rowStart, rowEnd, ...(compressors ? { compressors } : {}) };
      const rows = await new Promise<unknown[][]>((resolve, reject) => {
        library.parquetRead({ ...options, onComplete: resolve }).catch(reject);
      }).catch(refuse);
      return rows.map(([cell]) => cell);
    },
  };
}

async function compressorsFor(functionName: string, { row_groups }: FileMetaData): Promise<Compressors | undefined> {
  const codecs = row_groups.flatMap(({ columns }) =>
    columns.map(({ meta_data }) => meta_data?.codec ?? "UNCOMPRESSED"),
  );
  if (codecs.every((codec) => BUILT_IN.includes(codec))) return undefined;
  const { compressors } = await importPeer(
    functionName,
    "hyparquet-compressors",
    () => import("hyparquet-compressors"),
  );
  return compressors;
}
