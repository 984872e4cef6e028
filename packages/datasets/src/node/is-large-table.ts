import { stat } from "node:fs/promises";
import { assertFields } from "@dark-knowledge/core";
import { loadError } from "./internal/load-error.ts";
import { isFileDatasetPath } from "./is-file-dataset-path.ts";

/** A larger file is not read into memory, where its cells take several times as much. */
const LARGE_BYTES = 2 ** 28;

/**
 * Returns whether a table should be opened by {@link openFileDataset} and not read by {@link loadTable}: a Parquet or
 * Arrow file of more than 268,435,456 bytes, 256 MiB.
 *
 * @throws Error that names the file, when it cannot be looked at
 *
 * @example
 * ```ts
 * import { isLargeTable } from "@dark-knowledge/datasets/node";
 *
 * await isLargeTable("letters.csv"); // => false
 * ```
 */
export async function isLargeTable(path: string): Promise<boolean> {
  assertFields("isLargeTable", { path }, { path: "text" });
  if (!isFileDatasetPath(path)) return false;
  const { size } = await stat(path).catch((cause): never => {
    throw loadError("isLargeTable", `${path} cannot be read (${cause.code})`, cause);
  });
  return size > LARGE_BYTES;
}
