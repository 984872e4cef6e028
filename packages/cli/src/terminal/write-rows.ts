import type { CommandContext } from "../command-context.ts";
import { alignColumns } from "./align-columns.ts";

/**
 * Writes rows with the same fields: as JSON lines, as a table on a terminal, or as comma-separated values (RFC 4180) in a pipe. Numbers have four
 * digits but in JSON, and null is an empty cell.
 */
export function writeRows(stdout: CommandContext["stdout"], rows: readonly object[], isJson = false): void {
  if (isJson) {
    for (const row of rows) stdout.write(`${JSON.stringify(row)}\n`);
    return;
  }
  const cells = [Object.keys(rows[0] ?? {}), ...rows.map((row) => Object.values(row).map(shown))];
  if (stdout.isTTY) stdout.write(`${alignColumns(cells)}\n`);
  else for (const row of cells) stdout.write(`${row.map(quoted).join(",")}\n`);
}

function shown(value: unknown): string {
  if (typeof value !== "number" || Number.isInteger(value)) return String(value ?? "");
  return String(Number(value.toPrecision(4)));
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
