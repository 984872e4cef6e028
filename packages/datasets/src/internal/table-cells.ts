import { formatValue } from "@dark-knowledge/core";
import type { DataTable } from "../data-table.ts";
import { isNumeric } from "./is-numeric.ts";

/** Whether a cell holds nothing. */
export function isMissing(cell: unknown, missing: readonly string[]): boolean {
  if (typeof cell === "string") return missing.includes(cell.trim());
  return cell === null || cell === undefined || (typeof cell === "number" && Number.isNaN(cell));
}

/** A cell as a number, undefined where it is none. */
export function cellNumber(cell: unknown): number | undefined {
  if (typeof cell === "number") return cell;
  if (typeof cell === "bigint" || typeof cell === "boolean") return Number(cell);
  return typeof cell === "string" && isNumeric(cell) ? Number(cell) : undefined;
}

/** A cell as the text that a class or a category has. */
export function cellText(cell: unknown): string {
  if (typeof cell === "string") return cell.trim();
  try {
    return String(cell);
  } catch {
    // A symbol, or an object without a text of its own.
    return formatValue(cell);
  }
}

/** Whether a cell is a list. */
export function isList(cell: unknown): cell is ArrayLike<unknown> {
  return Array.isArray(cell) || (ArrayBuffer.isView(cell) && !(cell instanceof DataView));
}

/** The cells of a column by its name; it is there. */
export function columnNamed({ names, columns }: DataTable, name: string): ArrayLike<unknown> {
  return columns[names.indexOf(name)]!;
}
