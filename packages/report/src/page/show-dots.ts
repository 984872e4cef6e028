import { assertRecord } from "../assert-record.ts";
import { groupNets, type NetGroup } from "../group-nets.ts";
import { type DotRowsOptions, drawDotRows } from "../internal/charts/draw-dot-rows.ts";
import type { MetricRecord } from "../metric-record.ts";
import type { RunRecord } from "../run-record.ts";
import { mainMetric, valuesBySeed } from "../summarise-metric.ts";
import type { DotRow } from "./dot-row.ts";
import { type Html, html } from "./html.ts";

/** How dots are shown. */
export interface ShowDotsOptions extends Partial<Pick<DotRowsOptions, "logSpan" | "quantity">> {
  /** What the values are of; the first metric that tells better from worse when left out. */
  readonly metric?: MetricRecord;
  /** Sentences next to the chart, after one on what the marks mean. */
  readonly caption?: string;
  /** Whether the chart stands alone, without any sentence. */
  readonly isBare?: boolean;
}

/** What every chart of dots means. */
const CAPTION =
  "Each mark is one seed; the upright line is the mean, the band around it one standard deviation to each side.";

/**
 * A chart with a row for nets that differ by their seed: a dot for each seed, mean and spread, and a cross for what others found.
 *
 * @param rows from {@link dotRows}, or made by hand
 * @returns nothing where there is no row, or nothing was measured that tells better from worse
 *
 * @example
 * ```ts
 * import { dotRows, type RunRecord, showDots } from "@dark-knowledge/report";
 *
 * const record: RunRecord = {
 *   experiment: "mine", title: "odd or even", spec: {}, versions: {}, backend: "cpu",
 *   dataset: { name: "toy", sizes: { test: 200 }, classNames: ["even", "odd"] },
 *   examples: [],
 *   nets: [8, 10].map((errors, seed) => ({ role: "teacher", name: "big", seed, figures: { errors } })),
 *   references: [{ source: "paper", net: "big", metric: "errors", value: 7 }],
 * };
 * showDots(record, dotRows(record))?.markup.includes('aria-label="Test errors. big: 9.0 ± 1.4, paper 7 errors."'); // => true
 * ```
 */
export function showDots(record: RunRecord, rows: readonly DotRow[], options: ShowDotsOptions = {}): Html | undefined {
  assertRecord("showDots", record);
  const { metric = mainMetric(record), caption = "", isBare = false, ...rest } = options;
  if (metric === undefined || rows.length === 0) return undefined;
  const chart = drawDotRows(rows, { ...rest, metric, dataset: record.dataset });
  if (isBare) return html`<figure class="rows">${chart}</figure>`;
  return html`<figure class="dots">
${chart}
<figcaption>${CAPTION} ${caption}</figcaption>
</figure>`;
}

/**
 * A row for each group that was measured by a metric, with what the record refers to. Where the groups differ in their layers, the
 * labels tell them.
 *
 * @param groups nets that differ by their seed; all of the record when left out
 * @param metric the first that tells better from worse when left out
 * @see {@link showDots}
 */
export function dotRows(
  record: RunRecord,
  groups: readonly NetGroup[] = groupNets(record.nets),
  metric: MetricRecord | undefined = mainMetric(record, groups),
): readonly DotRow[] {
  if (metric === undefined) return [];
  const isMixed = new Set(groups.flatMap(({ architecture }) => architecture ?? [])).size > 1;
  return groups.flatMap((group): DotRow | [] => {
    const { mark, label, name, architecture } = group;
    // What diverged has no place on an axis; the tables tell it.
    const values = valuesBySeed(group, metric, record).filter(({ value }) => Number.isFinite(value));
    if (values.length === 0) return [];
    const reference = record.references?.find(
      (one) => one.net === name && one.metric === metric.key && one.corrected === undefined,
    );
    return { mark, label: isMixed && architecture ? `${label} (${architecture})` : label, values, reference };
  });
}
