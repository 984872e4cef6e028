import type { Mark } from "./mark-of.ts";

/** A table as data, rendered by {@link markdownTable} or `showTable`. */
export interface Table {
  readonly title: string;
  /** Sentences below it. */
  readonly caption?: string;
  /**
   * The first column names the row. The others are in order of importance: columns that do not fit are dropped from the
   * end.
   */
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
}

/** A column of a {@link Table}. */
export interface TableColumn {
  readonly title: string;
  /** The title where space is short. */
  readonly short?: string;
  /** Whether its cells are text, which is aligned left, rather than numbers, which are aligned right. */
  readonly isText?: boolean;
  /** The kind of net in the column, drawn before its title. */
  readonly mark?: Mark;
}

/** A row of a {@link Table}. */
export interface TableRow {
  /** The kind of net in the row, drawn before its name. */
  readonly mark?: Mark;
  /** One for each column. */
  readonly cells: readonly TableCell[];
}

/** Text, or names set as code one by one. */
export type TableCell = string | { readonly codes: readonly string[] };
