import type { NumberRows } from "../external-teacher.ts";
import { failAt, forEachRow, type Sheet } from "./answer-sheet.ts";

/** Logits of which each stands by itself, or numbers: as they are. */
export function fillFinite(kind: "logits" | "numbers", rows: NumberRows, sheet: Sheet): void {
  forEachRow(kind, rows, sheet, (values, at, row) => {
    for (let index = 0; index < values.length; index++) {
      const value = values[index]!;
      if (!Number.isFinite(Math.fround(value))) failAt(kind, "must be a finite float32", value, index, row, sheet);
      sheet.logits[at + index] = value;
    }
  });
}
