import { formatValue, oneLine } from "@dark-knowledge/core";
import type { DataTable } from "../data-table.ts";
import type { TableLayout } from "../table-layout.ts";
import { fail } from "./fail.ts";
import { cellNumber, isMissing } from "./table-cells.ts";

/** Reads the columns of a table as a layout has them. */
export interface TableReader {
  readonly rows: number;
  cells(name: string): ArrayLike<unknown>;
  /** Reads the numbers of a column; `whenMissing` replaces missing ones. */
  numbers(name: string, whenMissing: (row: number) => number): Float64Array;
  refuse(row: number, name: string, expected: string): never;
}

/** Makes a reader; its errors begin with `functionName`, and name file, row and column. */
export function createTableReader(functionName: string, table: DataTable, { missing }: TableLayout): TableReader {
  const { names, source, rowNumbers } = table;
  const columns = new Map(names.map((name, index) => [name, table.columns[index]!]));
  const cells = (name: string) => {
    const column = columns.get(name);
    if (column !== undefined) return column;
    const expected = `must have a column ${JSON.stringify(name)} (as the layout)`;
    return fail(functionName, "state", "table", expected, oneLine(names.join(", "), 200));
  };
  const refuse = (row: number, name: string, expected: string): never => {
    const where = `${source}: row ${rowNumbers[row]}, column ${JSON.stringify(name)}`;
    throw new Error(`${functionName}: ${where} ${expected}, got ${formatValue(cells(name)[row])}`);
  };
  return {
    rows: rowNumbers.length,
    cells,
    refuse,
    numbers(name, whenMissing) {
      const own = cells(name);
      const read = new Float64Array(own.length);
      for (let row = 0; row < read.length; row++) {
        const cell = own[row];
        // Most are finite numbers, which no rule can make missing.
        const number = typeof cell === "number" ? cell : isMissing(cell, missing) ? Number.NaN : cellNumber(cell);
        if (number !== undefined && Number.isFinite(Math.fround(number))) read[row] = number;
        else if (isMissing(cell, missing)) read[row] = whenMissing(row);
        else refuse(row, name, "must be a number");
      }
      return read;
    },
  };
}
