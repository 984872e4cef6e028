import type { TableFeature } from "./table-row.ts";

/** The type of a column's cells. */
export type CellType =
  /** Numbers. */
  | "number"
  /** One of a few values. */
  | "category"
  /** Texts of several words. */
  | "text"
  /** Lists of numbers, all of one length. */
  | "vector"
  /** Texts that are nearly all different and not sentences: names, keys. */
  | "identifier"
  /** No value in any sampled row. */
  | "empty";

/** The role of a column. */
export type ColumnRole = "input" | "label" | "weight" | "group" | "ignored";

/** The description of one column of a table. */
export interface LayoutColumn {
  readonly name: string;
  readonly type: CellType;
  readonly role: ColumnRole;
  /** The number of sampled rows without a value. */
  readonly missing: number;
  /** The number of different values in the sampled rows. */
  readonly distinct: number;
}

/** The target of a table. */
export type LayoutTargets =
  | { readonly kind: "classes"; readonly column: string; readonly classNames: readonly string[] }
  /** One column of 0 and 1 for each class, or one column of lists of classes. */
  | { readonly kind: "several-classes"; readonly columns: readonly string[]; readonly classNames: readonly string[] }
  | { readonly kind: "numbers"; readonly columns: readonly string[] }
  | { readonly kind: "none" };

/**
 * The use of a table's columns: plain data, safe in JSON. {@link inferLayout} makes it from one file; other files of
 * the same table, such as a test set, are read with the same layout.
 */
export interface TableLayout {
  readonly version: 1;
  /** The number of sampled rows. */
  readonly sampled: number;
  readonly columns: readonly LayoutColumn[];
  /** The numbers and categories that are inputs, which become the column `row`. */
  readonly features: readonly TableFeature[];
  /** The texts that are inputs; each becomes a column with its name. */
  readonly texts: readonly string[];
  /** The lists of numbers that are inputs; each becomes a column with its name. */
  readonly vectors: readonly { readonly name: string; readonly size: number }[];
  readonly targets: LayoutTargets;
  readonly weight: string | null;
  readonly group: string | null;
  /** Texts that mean "missing". */
  readonly missing: readonly string[];
  /** The separator of several classes in one cell. */
  readonly separator: string;
}
