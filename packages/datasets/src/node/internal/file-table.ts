import type { DataTable } from "../../data-table.ts";
import type { FilePlace } from "../../file-dataset.ts";
import { firstAtLeast } from "../../internal/plan-windows.ts";
import { isList } from "../../internal/table-cells.ts";
import type { GroupedFile } from "./grouped-file.ts";

/** Files of one table, one after another, and their row groups, counted through all files. Ids are counted in the same way. */
export interface FileTable {
  readonly names: readonly string[];
  readonly places: readonly FilePlace[];
  /** The id of each row group's first row, and at the end the number of rows. */
  readonly starts: Int32Array;
  /** Reads some columns of a row group. */
  readGroup(functionName: string, group: number, names: readonly string[]): Promise<DataTable>;
  /** The cells of all columns in some rows, in ascending order. */
  readRows(functionName: string, rows: readonly number[]): Promise<DataTable>;
}

/** Joins files. Each has the columns of the first one. */
export function joinFiles(functionName: string, files: readonly GroupedFile[]): FileTable {
  const groups = files.flatMap((file) =>
    file.groups.map((rows, index) => ({
      ...{ file, index, rows },
      firstRow: file.groups.slice(0, index).reduce((sum, count) => sum + count, 0),
    })),
  );
  const starts = new Int32Array(groups.length + 1);
  let total = 0;
  groups.forEach(({ rows }, index) => {
    total += rows;
    if (total > 2 ** 31 - 1) throw new Error(`${functionName}: the files have more than 2147483647 rows together`);
    starts[index + 1] = total;
  });
  const [
    {
      names,
      place: { path },
    },
  ] = files as readonly [GroupedFile];
  for (const file of files) {
    const missing = names.find((name) => !file.names.includes(name));
    if (missing === undefined) continue;
    throw new Error(`${functionName}: ${file.place.path} has no column ${JSON.stringify(missing)}, which ${path} has`);
  }

  async function readGroup(caller: string, group: number, wanted: readonly string[]): Promise<DataTable> {
    const { file, index, rows, firstRow } = groups[group]!;
    const columns = await file.readGroup(caller, index, wanted);
    const rowNumbers = Int32Array.from({ length: rows }, (_, row) => firstRow + row + 1);
    return { source: file.place.path, names: wanted, columns, rowNumbers };
  }

  return {
    names,
    places: files.map(({ place }) => place),
    starts,
    readGroup,
    async readRows(caller, rows) {
      const columns: unknown[][] = names.map(() => []);
      for (let at = 0; at < rows.length; ) {
        const group = firstAtLeast(starts, rows[at]! + 1) - 1;
        const part = await readGroup(caller, group, names);
        for (; at < rows.length && rows[at]! < starts[group + 1]!; at++) {
          const row = rows[at]! - starts[group]!;
          part.columns.forEach((cells, index) => {
            columns[index]!.push(alone(cells[row]));
          });
        }
      }
      return { source: path, names, columns, rowNumbers: Int32Array.from(rows, (row) => row + 1) };
    },
  };
}

/** A list that is a part of its row group would keep all of it in memory. */
function alone(cell: unknown): unknown {
  return isList(cell) ? Array.from(cell) : cell;
}
