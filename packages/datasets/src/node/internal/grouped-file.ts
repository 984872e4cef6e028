import type { FilePlace } from "../../file-dataset.ts";

/** A file of a table that is read by row groups, which Arrow calls record batches. */
export interface GroupedFile {
  readonly place: FilePlace;
  readonly names: readonly string[];
  /** The number of rows in each row group. */
  readonly groups: readonly number[];
  /** Returns the cells of some columns in a row group. Throws when the file was changed, or is damaged there. */
  readGroup(functionName: string, group: number, names: readonly string[]): Promise<readonly ArrayLike<unknown>[]>;
}
