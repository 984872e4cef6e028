import { isNumeric } from "./is-numeric.ts";
import { cellText, isList, isMissing } from "./table-cells.ts";

/** The different values of a column: numbers by size, else texts by code units. With a separator a cell may hold several. */
export function classesOf(
  cells: ArrayLike<unknown>,
  missing: readonly string[],
  separator?: string,
): readonly string[] {
  const found = new Set<string>();
  for (let row = 0; row < cells.length; row++) {
    if (isMissing(cells[row], missing)) continue;
    for (const text of separator === undefined ? [cellText(cells[row])] : cellClasses(cells[row], separator))
      found.add(text);
  }
  const classes = [...found];
  if (classes.every(isNumeric)) return classes.sort((a, b) => Number(a) - Number(b) || (a < b ? -1 : 1));
  return classes.sort((a, b) => (a < b ? -1 : 1));
}

/** The classes in one cell. */
export function cellClasses(cell: unknown, separator: string): readonly string[] {
  if (isList(cell)) return Array.from(cell, cellText);
  return cellText(cell)
    .split(separator)
    .map((text) => text.trim())
    .filter((text) => text !== "");
}
