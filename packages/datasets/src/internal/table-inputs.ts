import type { ColumnParts } from "../column.ts";
import type { TableLayout } from "../table-layout.ts";
import { tableRow } from "../table-row.ts";
import { cellNumber, cellText, isList, isMissing } from "./table-cells.ts";
import type { TableReader } from "./table-reader.ts";

/** The numbers and categories of each row; NaN where one is missing, −1 for an unknown category. */
export function readFeatures({ rows, cells, numbers }: TableReader, { features, missing }: TableLayout): ColumnParts {
  const source = tableRow(features);
  const values = new Float32Array(rows * features.length);
  features.forEach((feature, index) => {
    const at = (row: number) => row * features.length + index;
    if (feature.type === "number") {
      numbers(feature.name, () => Number.NaN).forEach((number, row) => {
        values[at(row)] = number;
      });
      return;
    }
    const codes = new Map(feature.values.map((value, code) => [value, code]));
    const own = cells(feature.name);
    for (let row = 0; row < rows; row++) {
      values[at(row)] = isMissing(own[row], missing) ? Number.NaN : (codes.get(cellText(own[row])) ?? -1);
    }
  });
  return { values, shape: [features.length], source };
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
