import type { TableLayout } from "../table-layout.ts";
import type { Targets } from "../targets.ts";
import { cellClasses } from "./classes-of.ts";
import { cellText, isMissing } from "./table-cells.ts";
import type { TableReader } from "./table-reader.ts";

/** The targets of all rows. */
export function readTableTargets(reader: TableReader, { targets, missing, separator }: TableLayout): Targets {
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

/** The weight of each row, if the layout has a column of weights. */
export function readTableWeights(reader: TableReader, { weight }: TableLayout): Float32Array | undefined {
  if (weight === null) return undefined;
  const refuse = (row: number) => reader.refuse(row, weight, "must be a weight, at least 0");
  return Float32Array.from(reader.numbers(weight, refuse), (number, row) => (number >= 0 ? number : refuse(row)));
}
