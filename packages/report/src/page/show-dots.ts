import { assertFields, assertInteger } from "@dark-knowledge/core";
import { assertRecord } from "../assert-record.ts";
import { assertKind, assertKinds } from "../internal/assert-kind.ts";
import { assertGroups } from "../internal/assert-nets.ts";
import { type DotRowsOptions, drawDotRows } from "../internal/charts/draw-dot-rows.ts";
import { groupsOf, type NetGroup } from "../internal/group.ts";
import { DOT_ROW, METRIC } from "../internal/kinds.ts";
import { commonMetric, seedValues } from "../internal/seed-values.ts";
import type { MetricRecord } from "../metric-record.ts";
import type { RunRecord } from "../run-record.ts";
import type { DotRow } from "./dot-row.ts";
import { type Html, html } from "./html.ts";

/** Options of {@link showDots}. */
export interface ShowDotsOptions extends Partial<Pick<DotRowsOptions, "logSpan" | "quantity">> {
  /** The metric of the values. Default: the first for which one value is better than another. */
  readonly metric?: MetricRecord;
  /** Sentences next to the chart, after the one that explains the marks. */
  readonly caption?: string;
  /** Whether to show the chart without any sentence. */
  readonly isBare?: boolean;
}

/** The explanation of every dot chart. */
const CAPTION =
  "Each mark is one seed; the upright line is the mean, the band around it one standard deviation to each side.";

/**
 * Shows a chart with one row for nets that differ only by their seed: a dot per seed, mean and spread, and a cross for
 * cited values.
 *
 * @param rows rows from {@link dotRows}, or made by hand
 * @returns HTML, or undefined where there is no row, or no metric for which one value is better than another
 * @throws ArgumentError when the parts of `record` are inconsistent, or a part of `rows` or `options` has the wrong type
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
  assertDots(rows, options);
  const { metric = commonMetric(record, groupsOf(record.nets)), caption = "", isBare = false, ...rest } = options;
  if (metric === undefined || rows.length === 0) return undefined;
  const chart = drawDotRows(rows, { ...rest, metric, dataset: record.dataset });
  if (isBare) return html`<figure class="rows">${chart}</figure>`;
  return html`<figure class="dots">
${chart}
<figcaption>${CAPTION} ${caption}</figcaption>
</figure>`;
}

function assertDots(rows: readonly DotRow[], options: ShowDotsOptions): void {
  assertKinds("showDots", "rows", rows, DOT_ROW);
  for (const [index, { values }] of rows.entries()) {
    assertInteger("showDots", `rows[${index}].values.length`, values.length, { min: 1 });
  }
  const kinds = { caption: "text?", isBare: "flag?", logSpan: "number?", quantity: "text?" } as const;
  assertFields("showDots", options, kinds, { prefix: "options." });
  if (options.metric !== undefined) assertKind("showDots", "options.metric", options.metric, METRIC);
}

/**
 * Makes a row for each group that has a metric, with the values that the record cites. Where the groups differ in their
 * layers, the labels include them.
 *
 * @param groups groups of nets that differ only by their seed. Default: all of the record
 * @param metric the metric. Default: the first for which one value is better than another
 * @throws ArgumentError when the parts of `record` or of `groups` are inconsistent
 * @see {@link showDots}
 */
export function dotRows(record: RunRecord, groups?: readonly NetGroup[], metric?: MetricRecord): readonly DotRow[] {
  assertRecord("dotRows", record);
  if (groups !== undefined) assertGroups("dotRows", "groups", groups, record);
  if (metric !== undefined) assertKind("dotRows", "metric", metric, METRIC);
  return rowsOf(record, groups ?? groupsOf(record.nets), metric);
}

function rowsOf(record: RunRecord, groups: readonly NetGroup[], given: MetricRecord | undefined): readonly DotRow[] {
  const metric = given ?? commonMetric(record, groups);
  if (metric === undefined) return [];
  const isMixed = new Set(groups.flatMap(({ architecture }) => architecture ?? [])).size > 1;
  return groups.flatMap((group): DotRow | [] => {
    const { mark, label, name, architecture } = group;
    // Nets that diverged have no place on an axis; the tables list them.
    const values = seedValues(group, metric, record).filter(({ value }) => Number.isFinite(value));
    if (values.length === 0) return [];
    const reference = record.references?.find(
      (one) => one.net === name && one.metric === metric.key && one.corrected === undefined,
    );
    return { mark, label: isMixed && architecture ? `${label} (${architecture})` : label, values, reference };
  });
}
