/**
 * A table as in its file: columns of cells of any kind, and their rows. `readCsv`, `readJsonLines` and the readers of
 * other formats return it, {@link inferLayout} infers its columns, and {@link datasetFromTable} makes a dataset from
 * it.
 */
export interface DataTable {
  /** The file's name, for errors. */
  readonly source: string;
  readonly names: readonly string[];
  /**
   * The cells of each column, one per row: texts, numbers, booleans, lists of numbers; `null` and `undefined` are
   * missing.
   */
  readonly columns: readonly ArrayLike<unknown>[];
  /** The number of each row in the file, from 1, counting a header. */
  readonly rowNumbers: Int32Array;
}
