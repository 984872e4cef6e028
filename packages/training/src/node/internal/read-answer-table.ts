import { formatValue } from "@dark-knowledge/core";
import type { DataTable } from "@dark-knowledge/datasets";
import type { AnswerKind } from "@dark-knowledge/soft-targets";

/** Which columns are what, where that is said. */
export interface AnswerColumns {
  readonly idColumn?: string;
  readonly column?: string;
  readonly classNames?: readonly string[];
  readonly kind?: AnswerKind;
}

/** Answers of a table, row by row. */
export interface TableAnswers {
  readonly values: Float64Array;
  readonly ids?: Float64Array;
  readonly classNames: readonly string[];
  readonly rowNumbers: Int32Array;
}

/** Reads the rows of a table as numbers: a column for each class, or one of lists. */
export function readAnswerTable(functionName: string, table: DataTable, columns: AnswerColumns): TableAnswers {
  const refuse = (problem: string): never => {
    throw new Error(`${functionName}: ${table.source} ${problem}`);
  };
  const { rowNumbers } = table;
  const { idColumn, listColumn, classColumns } = chooseColumns(table, columns, refuse);
  const number = (name: string, row: number, cell: unknown): number =>
    toNumber(cell) ??
    refuse(`must have numbers in column ${formatValue(name)}, got ${formatValue(cell)} in row ${rowNumbers[row]}`);
  const column = (name: string) => Array.from(cellsOf(table, name), (cell, row) => number(name, row, cell));
  const rows =
    listColumn === undefined
      ? transposed(classColumns.map(column))
      : Array.from(cellsOf(table, listColumn), (cell, row) => {
          if (!isList(cell)) {
            return refuse(
              `must have lists in column ${formatValue(listColumn)}, got ${formatValue(cell)} in row ${rowNumbers[row]}`,
            );
          }
          return Array.from(cell, (item) => number(listColumn, row, item));
        });
  const width = rows[0]?.length ?? 0;
  const uneven = rows.findIndex((row) => row.length !== width);
  if (uneven >= 0)
    refuse(`must have ${width} numbers in each row, got ${rows[uneven]!.length} in row ${rowNumbers[uneven]}`);
  const own = listColumn === undefined ? classColumns : Array.from({ length: width }, (_, index) => String(index));
  const classNames = columns.classNames ?? own;
  if (classNames.length !== width) {
    const things = columns.kind === "numbers" ? "outputs" : "classes";
    refuse(`has ${width} ${things}, and classNames has ${classNames.length}; name each of them`);
  }
  const ids = idColumn === undefined ? {} : { ids: idsOf(cellsOf(table, idColumn), rowNumbers, refuse) };
  return { values: Float64Array.from(rows.flat()), classNames, rowNumbers, ...ids };
}

/** Row numbers of the data: a key of its own, such as "A-17", is none. */
function idsOf(cells: ArrayLike<unknown>, rowNumbers: Int32Array, refuse: (problem: string) => never): Float64Array {
  return Float64Array.from(cells, (cell, row) => {
    const problem = `must have row numbers of the data, counted from 0, as ids, got ${formatValue(cell)} in row ${rowNumbers[row]}`;
    return toNumber(cell) ?? refuse(`${problem}; answers in the order of the data need no ids`);
  });
}

function chooseColumns(table: DataTable, { idColumn, column }: AnswerColumns, refuse: (problem: string) => never) {
  const { names } = table;
  for (const name of [idColumn, column]) {
    if (name === undefined || names.includes(name)) continue;
    refuse(`has no column ${formatValue(name)}; it has ${names.join(", ")}`);
  }
  const id = idColumn ?? names.find((name) => name === "id");
  const classColumns = names.filter((name) => name !== id);
  const lists = column === undefined ? classColumns.filter((name) => isList(cellsOf(table, name)[0])) : [column];
  if (lists.length > 1) refuse(`has lists in the columns ${lists.join(", ")}; choose one of them`);
  return { idColumn: id, listColumn: lists[0], classColumns };
}

function cellsOf({ names, columns }: DataTable, name: string): ArrayLike<unknown> {
  return columns[names.indexOf(name)]!;
}

function transposed(columns: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return Array.from(columns[0] ?? [], (_, row) => columns.map((column) => column[row]!));
}

function isList(cell: unknown): cell is ArrayLike<unknown> {
  return Array.isArray(cell) || ArrayBuffer.isView(cell);
}

/** NumPy and pandas write infinities as `inf`. */
const INFINITIES: Readonly<Record<string, number>> = { inf: Infinity, "+inf": Infinity, "-inf": -Infinity };

function toNumber(cell: unknown): number | undefined {
  if (typeof cell === "number" || typeof cell === "bigint") return Number(cell);
  if (typeof cell !== "string" || cell.trim() === "") return undefined;
  const number = INFINITIES[cell.trim().toLowerCase()] ?? Number(cell);
  return Number.isNaN(number) ? undefined : number;
}
