import { assertFields } from "@dark-knowledge/core";

/**
 * Returns whether {@link openFileDataset} reads files of this name: `.parquet`, `.arrow` or `.feather`.
 *
 * @example
 * ```ts
 * import { isFileDatasetPath } from "@dark-knowledge/datasets/node";
 *
 * [isFileDatasetPath("clicks.parquet"), isFileDatasetPath("clicks.csv")]; // => [true, false]
 * ```
 */
export function isFileDatasetPath(path: string): boolean {
  assertFields("isFileDatasetPath", { path }, { path: "text" });
  return /\.(parquet|arrow|feather)$/i.test(path);
}
