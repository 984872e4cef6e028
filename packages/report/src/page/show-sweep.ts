import { assertFields, assertNumber } from "@dark-knowledge/core";
import { assertRecord } from "../assert-record.ts";
import { assertNets } from "../internal/assert-nets.ts";
import { capitalise } from "../internal/capitalise.ts";
import { drawLogCurves } from "../internal/charts/draw-log-curves.ts";
import { groupsOf } from "../internal/group.ts";
import { commonMetric, seedValues, summaryOf } from "../internal/seed-values.ts";
import { showKey } from "../internal/show-key.ts";
import { type Mark, markOf } from "../mark-of.ts";
import type { MetricRecord } from "../metric-record.ts";
import type { NetRecord } from "../net-record.ts";
import type { RunRecord } from "../run-record.ts";
import { type Html, html } from "./html.ts";
import type { SweepCurve } from "./sweep-curve.ts";

/** Options of {@link showSweep}. */
export interface ShowSweepOptions {
  /** The nets that differ in the varied number. Each kind of net has a curve. */
  readonly nets: readonly NetRecord[];
  /** The varied number, above 0; nets without it are left out. */
  readonly x: (net: NetRecord) => number | undefined;
  /** The title of the axis, which is logarithmic: `temperature T`. */
  readonly axis: string;
  readonly formatX: (x: number) => string;
  /** The title of the chart: `784-800-800-10`. */
  readonly title: string;
  /** The kind of a net, whose nets have a curve. Default: {@link markOf}. */
  readonly mark?: (net: NetRecord) => Mark;
  /** The name of a kind of net. Default: its general name. */
  readonly labels?: Readonly<Partial<Record<Mark, string>>>;
  /** Nets without the varied number, whose mean is drawn as a dashed level. */
  readonly level?: { readonly label: string; readonly nets: readonly NetRecord[] };
  /** Whether to draw a wide chart with a legend, rather than one of several panels. */
  readonly isWide?: boolean;
}

const LABELS: Readonly<Record<Mark, string>> = {
  teacher: "teachers",
  baseline: "students on labels",
  student: "students on soft targets",
  uncorrected: "students as trained",
  combination: "specialists",
  other: "others",
};

/**
 * Shows the results of nets by one varied number, such as the temperature or the share of the transfer set: a line
 * through the means, their spread, and a dot per seed.
 *
 * @returns HTML, or undefined where no net has the number, or no metric for which one value is better than another
 * @throws ArgumentError when the parts of `record` or of `options` are inconsistent, or `x` is not above 0
 *
 * @example
 * ```ts
 * import { type RunRecord, showSweep } from "@dark-knowledge/report";
 *
 * const record: RunRecord = {
 *   experiment: "mine", title: "odd or even", spec: {}, versions: {}, backend: "cpu",
 *   dataset: { name: "toy", sizes: { test: 200 }, classNames: ["even", "odd"] },
 *   examples: [],
 *   nets: [1, 4].map((temperature) => (
 *     { role: "student", name: `T = ${temperature}`, seed: 1, temperature, figures: { errors: 30 - temperature } }
 *   )),
 * };
 * const figure = showSweep(record, {
 *   nets: record.nets, x: (net) => net.temperature, axis: "temperature T", formatX: String, title: "2-3-2",
 * });
 * figure?.markup.includes("Test errors by temperature T, 2-3-2. students on soft targets: 1: 29, 4: 26."); // => true
 * ```
 */
export function showSweep(record: RunRecord, options: ShowSweepOptions): Html | undefined {
  assertRecord("showSweep", record);
  assertSweep(record, options);
  const { nets, axis, formatX, title, level, isWide = false } = options;
  const varied = nets.filter((net) => options.x(net) !== undefined);
  const metric = commonMetric(record, groupsOf(varied));
  if (metric === undefined) return undefined;
  const levels = groupsOf(level?.nets ?? []).slice(0, 1);
  const value = levels.map((group) => summaryOf(group, metric, record)?.mean)[0];
  const curves = curvesOf(record, varied, options, metric);
  const name = capitalise(metric.title);
  const chart = drawLogCurves(curves, {
    ...(isWide ? { width: 560, height: 300 } : { width: 330, height: 240 }),
    ...{ metric, axis, formatX, title: `${name} by ${axis}, ${title}` },
    level: value === undefined ? undefined : { mark: levels[0]!.mark, label: level!.label, value },
  });
  if (!isWide) return html`<figure><figcaption>${title}</figcaption>${chart}</figure>`;
  return html`<ul class="legend">${curves.map(({ mark, label }) => html`<li>${showKey(mark)}${label}</li>`)}</ul>
<figure class="spaced">${chart}
<figcaption>${name}. Larger marks: means; bars behind them: one standard deviation to each side; small dots: single seeds.</figcaption></figure>`;
}

function assertSweep(record: RunRecord, options: ShowSweepOptions): void {
  const kinds = { x: "function", axis: "text", formatX: "function", title: "text" } as const;
  assertFields(
    "showSweep",
    options,
    { ...kinds, mark: "function?", labels: "object?", level: "object?", isWide: "flag?" },
    PREFIX,
  );
  const { nets, x, formatX, level, labels = {} } = options;
  for (const mark of Object.keys(labels)) {
    assertFields("showSweep", labels, { [mark]: "text?" }, { prefix: "options.labels." });
  }
  assertNets("showSweep", "options.nets", nets, record);
  for (const [index, net] of nets.entries()) {
    const place = x(net);
    if (place === undefined) continue;
    assertNumber("showSweep", `options.x(nets[${index}])`, place, { above: 0 });
    const written = `options.formatX(${place})`;
    assertFields("showSweep", { [written]: formatX(place) }, { [written]: "text" });
  }
  if (level === undefined) return;
  assertFields("showSweep", level, { label: "text" }, { prefix: "options.level." });
  assertNets("showSweep", "options.level.nets", level.nets, record);
}

const PREFIX = { prefix: "options." };

function curvesOf(
  record: RunRecord,
  nets: readonly NetRecord[],
  { x, mark: kindOf = markOf, labels = {} }: ShowSweepOptions,
  metric: MetricRecord,
): readonly SweepCurve[] {
  const marks = [...new Set(nets.map(kindOf))];
  return marks.map((mark) => {
    const own = nets.filter((net) => kindOf(net) === mark);
    const places = [...new Set(own.map((net) => x(net)!))].sort((a, b) => a - b);
    const points = places.map((place) => {
      const there = own.filter((net) => x(net) === place);
      const values = seedValues({ nets: there }, metric, record);
      return { x: place, values: values.filter(({ value }) => Number.isFinite(value)) };
    });
    return { mark, label: labels[mark] ?? LABELS[mark], points: points.filter(({ values }) => values.length > 0) };
  });
}
