/**
 * A table as a file has it: columns of cells of any kind, and where they stand. `readCsv`, `readJsonLines` and the readers of other
 * formats make it, {@link inferLayout} says what its columns are, and {@link datasetFromTable} makes a dataset of it.
 */
export interface DataTable {
  /** The file's name, for errors. */
  readonly source: string;
  readonly names: readonly string[];
  /** For each name the cells, one for each row: texts, numbers, booleans, lists of numbers; `null` and `undefined` are missing. */
  readonly columns: readonly ArrayLike<unknown>[];
  /** The number of each row in the file, from 1, a header being one too. */
  readonly rowNumbers: Int32Array;
}
