import type { ResultRow } from "../result-table.ts";
import type { Summary } from "../summarise.ts";
import { formatCount, formatErrors, formatFixed, formatPercent, formatSummary } from "./format-number.ts";

/** The column titles of the result table, in the order of {@link formatRow}. */
export const COLUMNS: readonly string[] = [
  "model",
  "test errors",
  "NLL",
  "agreement with teacher",
  "parameters",
  "seconds",
];

/** One row of the result table as text, one string per column. */
export function formatRow({ model, errors, errorRate, nll, agreement, parameters, seconds }: ResultRow): string[] {
  return [
    model,
    `${formatErrors(errors)} (${formatPercent(errorRate, 2)})`,
    formatSummary(nll, 4),
    agreement === undefined ? "–" : `${formatSummary(percent(agreement), 2)} %`,
    formatCount(parameters),
    formatFixed(seconds.mean, seconds.mean < 100 ? 1 : 0),
  ];
}

function percent({ mean, spread, count }: Summary): Summary {
  return { mean: 100 * mean, spread: spread === undefined ? undefined : 100 * spread, count };
}
