import type { ColumnParts } from "../column.ts";
import type { TableLayout } from "../table-layout.ts";
import { tableRow } from "../table-row.ts";
import { cellNumber, cellText, isList, isMissing } from "./table-cells.ts";
import type { TableReader } from "./table-reader.ts";

/** The numbers and categories of each row; NaN where one is missing, −1 for an unknown category. */
export function readFeatures(reader: TableReader, { features, missing }: TableLayout): ColumnParts {
  const columns = features.map((feature) =>
    feature.type === "number"
      ? (numbersAsStored(reader.cells(feature.name)) ?? reader.numbers(feature.name, () => Number.NaN))
      : codesOf(reader.cells(feature.name), feature.values, missing),
  );
  return { values: interleave(columns, reader.rows), shape: [features.length], source: tableRow(features) };
}

/** Typed arrays that are finite numbers and NaN as they are; undefined for other cells. */
function numbersAsStored(cells: ArrayLike<unknown>): ArrayLike<number> | undefined {
  if (!(cells instanceof Float32Array || cells instanceof Float64Array || cells instanceof Int32Array))
    return undefined;
  for (let row = 0; row < cells.length; row++) if (Math.abs(Math.fround(cells[row]!)) === Infinity) return undefined;
  return cells;
}

function codesOf(cells: ArrayLike<unknown>, values: readonly string[], missing: readonly string[]): Float32Array {
  const codes = new Map(values.map((value, code) => [value, code]));
  const own = new Float32Array(cells.length);
  for (let row = 0; row < own.length; row++) {
    own[row] = isMissing(cells[row], missing) ? Number.NaN : (codes.get(cellText(cells[row])) ?? -1);
  }
  return own;
}

/** So many rows stay in the processor's cache while column after column is written to them. */
const ROWS_AT_ONCE = 128;

function interleave(columns: readonly ArrayLike<number>[], rows: number): Float32Array {
  const width = columns.length;
  const values = new Float32Array(rows * width);
  for (let start = 0; start < rows; start += ROWS_AT_ONCE) {
    const end = Math.min(rows, start + ROWS_AT_ONCE);
    for (let index = 0; index < width; index++) {
      const column = columns[index]!;
      for (let row = start; row < end; row++) values[row * width + index] = column[row]!;
    }
  }
  return values;
}

/** A list of numbers of each row. */
export function readVector({ rows, cells, refuse }: TableReader, name: string, size: number): ColumnParts {
  const values = new Float32Array(rows * size);
  const own = cells(name);
  for (let row = 0; row < rows; row++) {
    const cell = own[row];
    if (!isList(cell) || cell.length !== size) return refuse(row, name, `must be a list of ${size} numbers`);
    for (let index = 0; index < size; index++) {
      const number = Math.fround(cellNumber(cell[index]) ?? Number.NaN);
      if (!Number.isFinite(number)) refuse(row, name, `must be a list of ${size} numbers`);
      values[row * size + index] = number;
    }
  }
  return { values, shape: [size] };
}
