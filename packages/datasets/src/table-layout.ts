import type { TableFeature } from "./table-row.ts";

/** What the cells of a column are. */
export type CellType =
  /** Numbers. */
  | "number"
  /** One of a few values. */
  | "category"
  /** Texts of several words. */
  | "text"
  /** Lists of numbers, all of one length. */
  | "vector"
  /** Texts that are nearly all different and no sentences: names, keys. */
  | "identifier"
  /** Nothing in any row that was looked at. */
  | "empty";

/** What is made of a column. */
export type ColumnRole = "input" | "label" | "weight" | "group" | "ignored";

/** What was found out about one column of a table. */
export interface LayoutColumn {
  readonly name: string;
  readonly type: CellType;
  readonly role: ColumnRole;
  /** Of the rows that were looked at, those without a value. */
  readonly missing: number;
  /** Different values in the rows that were looked at. */
  readonly distinct: number;
}

/** What is to be learnt of a table. */
export type LayoutTargets =
  | { readonly kind: "classes"; readonly column: string; readonly classNames: readonly string[] }
  /** One column of 0 and 1 for each class, or one column of lists of classes. */
  | { readonly kind: "several-classes"; readonly columns: readonly string[]; readonly classNames: readonly string[] }
  | { readonly kind: "numbers"; readonly columns: readonly string[] }
  | { readonly kind: "none" };

/**
 * What becomes of the columns of a table: plain data, safe in JSON. {@link inferLayout} makes it of one file; other files of the same
 * table, a test set say, are read by the same layout.
 */
export interface TableLayout {
  readonly version: 1;
  /** How many rows were looked at. */
  readonly sampled: number;
  readonly columns: readonly LayoutColumn[];
  /** The numbers and categories that are inputs, which become the column `row`. */
  readonly features: readonly TableFeature[];
  /** The texts that are inputs; each becomes a column of its own name. */
  readonly texts: readonly string[];
  /** The lists of numbers that are inputs; each becomes a column of its own name. */
  readonly vectors: readonly { readonly name: string; readonly size: number }[];
  readonly targets: LayoutTargets;
  readonly weight: string | null;
  readonly group: string | null;
  /** Texts that stand for "missing". */
  readonly missing: readonly string[];
  /** What stands between several classes in one cell. */
  readonly separator: string;
}
