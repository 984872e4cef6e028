import type { CellType, LayoutColumn } from "../table-layout.ts";
import { cellNumber, cellText, isList, isMissing } from "./table-cells.ts";

/** A summary of a column's cells in some of its rows. */
export function summariseColumn(
  cells: ArrayLike<unknown>,
  rows: readonly number[],
  missing: readonly string[],
): Pick<LayoutColumn, "type" | "missing" | "distinct"> {
  const known = rows.map((row) => cells[row]).filter((cell) => !isMissing(cell, missing));
  const texts = known.filter((cell) => !isList(cell)).map(cellText);
  const distinct = new Set(texts).size;
  return { type: typeOf(known, texts, distinct), missing: rows.length - known.length, distinct };
}

/** A category has few values for its rows. */
const FEW = 20;
const ROWS_FOR_EACH = 20;

function typeOf(known: readonly unknown[], texts: readonly string[], distinct: number): CellType {
  if (known.length === 0) return "empty";
  if (known.every(isList)) return "vector";
  if (known.every((cell) => typeof cell !== "boolean" && cellNumber(cell) !== undefined)) return "number";
  const words = texts.reduce((sum, text) => sum + text.split(/\s+/).length, 0) / texts.length;
  const repeats = distinct <= known.length / 2 || distinct <= 2;
  if (repeats && distinct <= Math.max(FEW, known.length / ROWS_FOR_EACH)) return "category";
  return words >= 2 ? "text" : "identifier";
}
