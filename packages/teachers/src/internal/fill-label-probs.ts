import { SMALLEST_PROB } from "@dark-knowledge/core";
import type { NumberRows } from "../external-teacher.ts";
import { failAt, forEachRow, type Sheet } from "./answer-sheet.ts";

/** The largest number of 32 bits below 1: a sigmoid in float32 that gives 1 means no less. */
const LARGEST_PROB = 1 - 2 ** -24;

/** The log-odds of the smallest probability: what stands for "never" where classes do not exclude each other. */
export const SMALLEST_LOG_ODDS: number = logOdds(0);

/** `T · log(p / (1 − p))`, of each class by itself. */
export function fillLabelProbs(rows: NumberRows, temperature: number, sheet: Sheet): void {
  forEachRow("probs", rows, sheet, (values, at, row) => {
    for (let index = 0; index < values.length; index++) {
      const prob = values[index]!;
      if (!(prob >= 0 && prob <= 1)) failAt("probs", "must be from 0 to 1", prob, index, row, sheet);
      sheet.logits[at + index] = temperature * logOdds(prob);
    }
  });
}

function logOdds(prob: number): number {
  const bounded = Math.min(LARGEST_PROB, Math.max(SMALLEST_PROB, prob));
  return Math.log(bounded) - Math.log1p(-bounded);
}
