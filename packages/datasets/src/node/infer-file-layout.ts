import { assertOptions } from "@dark-knowledge/core";
import { LAYOUT_OPTIONS } from "../internal/layout-of.ts";
import type { InferLayoutOptions } from "../layout-options.ts";
import type { TableLayout } from "../table-layout.ts";
import { openTableFiles } from "./internal/open-table-files.ts";
import { scanLayout } from "./internal/scan-layout.ts";

/**
 * Infers the layout of Parquet or Arrow files that may be larger than memory, as `inferLayout` does of a table: types
 * from a sample of rows, classes and categories from all rows, in one pass over their columns. Look at it, or change
 * it, before {@link openFileDataset} reads the targets by it.
 *
 * @param paths one file, or several of the same table
 * @throws ArgumentError when an option is not in its range, or names a column that the files do not have
 * @throws Error that names the file, and the row group, when it cannot be read or is damaged
 *
 * @example
 * ```ts no-run
 * import { inferFileLayout, openFileDataset } from "@dark-knowledge/datasets/node";
 *
 * const layout = await inferFileLayout("clicks.parquet", { label: "bought" });
 * layout.columns.map(({ name, type, role }) => `${name}: ${type}, ${role}`);
 * const clicks = await openFileDataset("clicks.parquet", { layout: { ...layout, texts: [] } });
 * ```
 */
export async function inferFileLayout(
  paths: string | readonly string[],
  options: InferLayoutOptions = {},
): Promise<TableLayout> {
  assertOptions<InferLayoutOptions>("inferFileLayout", options, LAYOUT_OPTIONS);
  return scanLayout("inferFileLayout", await openTableFiles("inferFileLayout", paths), options);
}
