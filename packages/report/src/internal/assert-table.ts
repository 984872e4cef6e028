import { assertArray, assertFields, assertShape } from "@dark-knowledge/core";
import type { Table } from "../table.ts";
import { assertKind } from "./assert-kind.ts";
import { TABLE } from "./kinds.ts";

/** Throws unless a value is a table with a cell in each column of each row. */
export function assertTable(functionName: string, argument: string, table: Table): void {
  assertKind(functionName, argument, table, TABLE);
  for (const [row, { cells }] of table.rows.entries()) {
    const path = `${argument}.rows[${row}].cells`;
    assertShape(functionName, path, [cells.length], [table.columns.length], "columns");
    for (const [column, cell] of cells.entries()) {
      if (typeof cell === "string") continue;
      const place = `${path}[${column}]`;
      assertFields(functionName, cell, { codes: "texts" }, { argument: place, prefix: `${place}.` });
    }
  }
}

/** Throws unless a value is a list of tables. */
export function assertTables(functionName: string, argument: string, tables: readonly Table[]): void {
  assertArray(functionName, argument, tables, "Array");
  for (const [index, table] of tables.entries()) assertTable(functionName, `${argument}[${index}]`, table);
}
