import type { CellType } from "./table-layout.ts";

/** Options of `inferLayout`. */
export interface InferLayoutOptions {
  /** The target column, or several. Default: none. */
  readonly label?: string | readonly string[];
  /**
   * The kind of target: `"classes"`, `"several-classes"` or `"numbers"`. Default: several columns are numbers; one
   * column is a class, unless it has numbers that are not whole, or more than 100 different ones, or more than one per
   * ten rows.
   */
  readonly task?: "classes" | "several-classes" | "numbers";
  /** The columns that are inputs. Default: all others, except for identifiers and empty ones. */
  readonly inputs?: readonly string[];
  /** Columns that are not inputs. */
  readonly ignore?: readonly string[];
  /** The column with the weights of examples. */
  readonly weight?: string;
  /** The column of the groups of related examples; see `groupSplit`. */
  readonly group?: string;
  /** Types of columns, instead of the inferred ones. */
  readonly types?: Readonly<Record<string, CellType>>;
  /** The number of rows to sample, evenly over the table. Default: 1,000. */
  readonly sample?: number;
  /** Texts that mean "missing". Default: empty ones, `NA`, `NaN`, `nan`, `null` and `?`. */
  readonly missing?: readonly string[];
  /** The separator of several classes in one cell. Default: `";"`. */
  readonly separator?: string;
}
