import { assertArray, assertObject, assertOptions, formatValue } from "@dark-knowledge/core";
import type { ColumnParts } from "./column.ts";
import { columnOf } from "./column-of.ts";
import { createDataset } from "./create-dataset.ts";
import type { DataTable } from "./data-table.ts";
import type { Dataset } from "./dataset.ts";
import { assertTable } from "./internal/assert-table.ts";
import { cellClasses } from "./internal/classes-of.ts";
import { fail } from "./internal/fail.ts";
import { cellNumber, cellText, columnNamed, isList, isMissing } from "./internal/table-cells.ts";
import type { Source } from "./source.ts";
import type { TableLayout } from "./table-layout.ts";
import { tableRow } from "./table-row.ts";
import type { Targets } from "./targets.ts";
import { words } from "./words.ts";

/** Options of {@link datasetFromTable}. */
export interface DatasetFromTableOptions {
  /** The source of the columns of texts: {@link words} or {@link hashedText}. Default: `words()`. */
  readonly textSource?: Source;
}

/**
 * Makes a dataset from a table. Numbers and categories become the column `row` ({@link tableRow}), each text a column
 * of words or of what `textSource` makes of it, each list of numbers a column of floats; the row of the table is the id. Split it, then fit the transforms
 * of its columns on the training part: {@link encodeTable}, {@link vocabulary}, {@link standardise}.
 *
 * @param layout the layout of this table, or of another one with the same columns
 * @throws ArgumentError when the table lacks a column of the layout
 * @throws Error that names file, row and column of a cell that contradicts the layout
 *
 * @example
 * ```ts
 * import { classNamesOf, datasetFromTable, inferLayout, labelsOf, readCsv } from "@dark-knowledge/datasets";
 *
 * const table = readCsv("letter,width,height\nT,2,8\nI,5,12\nD,4,11\n");
 * const dataset = datasetFromTable(table, inferLayout(table, { label: "letter" }));
 * classNamesOf(dataset); // => ["D", "I", "T"]
 * Array.from(labelsOf(dataset)); // => [2, 1, 0]
 * Array.from(dataset.columns.row.values); // => [2, 8, 5, 12, 4, 11]
 * ```
 */
export function datasetFromTable(
  table: DataTable,
  layout: TableLayout,
  options: DatasetFromTableOptions = {},
): Dataset {
  assertTable("datasetFromTable", table);
  assertOptions<DatasetFromTableOptions>("datasetFromTable", options, { textSource: true });
  const { textSource = words() } = options;
  assertLayout(layout);
  const reader = createReader(table, layout);
  const columns: Record<string, ColumnParts> = {};
  if (layout.features.length > 0) columns.row = rowColumn(reader, layout);
  for (const name of layout.texts) {
    columns[name] = columnOf(
      Array.from(reader.cells(name), (cell) => (isMissing(cell, layout.missing) ? "" : cellText(cell))),
      textSource,
    );
  }
  for (const { name, size } of layout.vectors) columns[name] = vectorColumn(reader, name, size);
  const { weight } = layout;
  const weights =
    weight === null ? undefined : reader.numbers(weight, (row) => reader.refuse(row, weight, "must be a weight"));
  return createDataset({
    columns,
    targets: readTargets(reader, layout),
    ...(weights === undefined ? {} : { weights: Float32Array.from(weights) }),
  });
}

interface Reader {
  readonly rows: number;
  cells(name: string): ArrayLike<unknown>;
  /** Reads the numbers of a column; `whenMissing` replaces missing ones. */
  numbers(name: string, whenMissing: (row: number) => number): Float64Array;
  refuse(row: number, name: string, expected: string): never;
}

/** That its parts fit the table is found out by reading it. */
function assertLayout(layout: TableLayout): void {
  assertObject("datasetFromTable", "layout", layout);
  for (const name of ["features", "texts", "vectors", "missing"] as const) {
    assertArray("datasetFromTable", `layout.${name}`, layout[name], "Array");
  }
  assertObject("datasetFromTable", "layout.targets", layout.targets);
}

function createReader(table: DataTable, { missing }: TableLayout): Reader {
  const { names, source, rowNumbers } = table;
  const cells = (name: string) => {
    if (names.includes(name)) return columnNamed(table, name);
    return fail(
      "datasetFromTable",
      "state",
      "table",
      `must have a column ${JSON.stringify(name)} (as the layout)`,
      names.join(", "),
    );
  };
  const refuse = (row: number, name: string, expected: string): never => {
    const where = `${source}: row ${rowNumbers[row]}, column ${JSON.stringify(name)}`;
    throw new Error(`datasetFromTable: ${where} ${expected}, got ${formatValue(cells(name)[row])}`);
  };
  return {
    rows: rowNumbers.length,
    cells,
    refuse,
    numbers(name, whenMissing) {
      return Float64Array.from(cells(name), (cell, row) => {
        if (isMissing(cell, missing)) return whenMissing(row);
        const number = cellNumber(cell);
        if (number !== undefined && Number.isFinite(Math.fround(number))) return number;
        return refuse(row, name, "must be a number");
      });
    },
  };
}

function rowColumn({ rows, cells, numbers }: Reader, { features, missing }: TableLayout): ColumnParts {
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

function vectorColumn({ rows, cells, refuse }: Reader, name: string, size: number): ColumnParts {
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

function readTargets(reader: Reader, { targets, missing, separator }: TableLayout): Targets {
  const { rows, cells, numbers, refuse } = reader;
  if (targets.kind === "none") return { kind: "none" };
  if (targets.kind === "numbers") {
    const { columns } = targets;
    const values = new Float32Array(rows * columns.length);
    const known = new Uint8Array(values.length).fill(1);
    columns.forEach((name, index) => {
      numbers(name, () => Number.NaN).forEach((number, row) => {
        const at = row * columns.length + index;
        values[at] = number;
        if (Number.isNaN(number)) known[at] = 0;
      });
    });
    return { kind: "numbers", names: columns, values, ...(known.includes(0) ? { known } : {}) };
  }
  const { classNames } = targets;
  const codes = new Map(classNames.map((value, code) => [value, code]));
  const codeOf = (row: number, name: string, text: string): number =>
    codes.get(text) ?? refuse(row, name, `must be one of the ${classNames.length} classes`);
  if (targets.kind === "classes") {
    const labels = Int32Array.from(cells(targets.column), (cell, row) =>
      isMissing(cell, missing) ? -1 : codeOf(row, targets.column, cellText(cell)),
    );
    return { kind: "classes", labels, classNames };
  }
  const { columns } = targets;
  const labels = new Int8Array(rows * classNames.length);
  const [only, ...more] = columns;
  if (more.length > 0) {
    columns.forEach((name, code) => {
      numbers(name, () => -1).forEach((number, row) => {
        if (![-1, 0, 1].includes(number)) refuse(row, name, "must be 0 or 1");
        labels[row * classNames.length + code] = number;
      });
    });
    return { kind: "several-classes", labels, classNames };
  }
  const own = cells(only!);
  for (let row = 0; row < rows; row++) {
    const start = row * classNames.length;
    if (isMissing(own[row], missing)) labels.fill(-1, start, start + classNames.length);
    else for (const text of cellClasses(own[row], separator)) labels[start + codeOf(row, only!, text)] = 1;
  }
  return { kind: "several-classes", labels, classNames };
}
