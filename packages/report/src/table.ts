import type { Mark } from "./mark-of.ts";

/** A table as text. {@link markdownTable} and `showTable` are its two forms. */
export interface Table {
  readonly title: string;
  /** Sentences below it. */
  readonly caption?: string;
  /** The first one names the row. The others are in the order of importance: what has no room goes from the end. */
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
}

/** A column of a {@link Table}. */
export interface TableColumn {
  readonly title: string;
  /** The title where there is little room. */
  readonly short?: string;
  /** Whether its cells are words, which stand to the left, and not numbers, which stand to the right. */
  readonly isText?: boolean;
  /** The kind of net that the column is about, drawn before its title. */
  readonly mark?: Mark;
}

/** A row of a {@link Table}. */
export interface TableRow {
  /** The kind of net that the row is about, drawn before its name. */
  readonly mark?: Mark;
  /** One for each column. */
  readonly cells: readonly TableCell[];
}

/** Text, or names that are set as code, one by one. */
export type TableCell = string | { readonly codes: readonly string[] };
