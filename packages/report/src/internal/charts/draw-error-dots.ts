import type { ModelRecord } from "../../run-record.ts";
import { formatCount, formatErrors } from "../format-number.ts";
import type { Html } from "../html.ts";
import { drawDotRows } from "./draw-dot-rows.ts";

/** Test errors as one dot per seed and one row per model, with mean and spread. */
export function drawErrorDots(models: readonly ModelRecord[]): Html {
  const rows = models.map(({ role, label, runs }) => ({
    role,
    label,
    values: runs.map(({ seed, evaluation }) => ({ seed, value: evaluation.errors })),
  }));
  const size = models[0]!.runs[0]!.evaluation.size;
  return drawDotRows(rows, {
    quantity: "Test errors",
    axis: `test errors, of ${formatCount(size)}; fewer is better`,
    format: formatErrors,
    formatValue: (errors) => `${formatCount(errors)} errors`,
  });
}
