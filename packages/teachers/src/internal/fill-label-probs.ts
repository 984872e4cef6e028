import { logOddsOfProbs } from "@dark-knowledge/core";
import type { NumberRows } from "../external-teacher.ts";
import { failAt, forEachRow, type Sheet } from "./answer-sheet.ts";

/** The log-odds of the smallest probability: what stands for "never" where classes do not exclude each other. */
export const SMALLEST_LOG_ODDS: number = logOddsOfProbs([0])[0]!;

/** `T · log(p / (1 − p))`, of each class by itself. */
export function fillLabelProbs(rows: NumberRows, temperature: number, sheet: Sheet): void {
  forEachRow("probs", rows, sheet, (values, at, row) => {
    for (let index = 0; index < values.length; index++) {
      const prob = values[index]!;
      if (!(prob >= 0 && prob <= 1)) failAt("probs", "must be from 0 to 1", prob, index, row, sheet);
    }
    sheet.logits.set(logOddsOfProbs(values, { temperature }), at);
  });
}
