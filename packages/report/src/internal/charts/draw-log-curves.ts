import { axisX, dot, line, type Markish, ruleX, ruleY, text } from "@observablehq/plot";
import { formatAmount, formatMetric } from "../../format-metric.ts";
import type { Mark } from "../../mark-of.ts";
import type { MetricRecord } from "../../metric-record.ts";
import type { Html } from "../../page/html.ts";
import type { SweepCurve } from "../../page/sweep-curve.ts";
import { type Summary, summarise } from "../../summarise.ts";
import { drawChart } from "../draw-chart.ts";
import { HOLLOW, markColour, SYMBOLS, textColour } from "../marks.ts";
import { axisScale } from "../metric-axis.ts";
import { rangeOf, verticalAxis } from "../vertical-axis.ts";

/** Options of curves on a logarithmic axis. */
export interface LogCurvesOptions {
  /** The metric of the values. */
  readonly metric: MetricRecord;
  readonly width: number;
  readonly height: number;
  /** The name of the chart, for the description. */
  readonly title: string;
  /** The title of the horizontal axis, which is logarithmic. */
  readonly axis: string;
  readonly formatX: (x: number) => string;
  /** A reference level. */
  readonly level?: { readonly mark: Mark; readonly label: string; readonly value: number } | undefined;
}

const MARGINS = { marginTop: 14, marginRight: 14, marginBottom: 42, marginLeft: 48 };

/** The least distance between two ticks, in pixels. */
const TICK_ROOM = 24;

interface Centre {
  readonly x: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Draws a metric against a quantity on a logarithmic axis: a line through the means, their spread, and a dot for each
 * seed.
 */
export function drawLogCurves(curves: readonly SweepCurve[], options: LogCurvesOptions): Html {
  const { width, height, level, axis, formatX, metric } = options;
  const places = [...new Set(curves.flatMap(({ points }) => points.map(({ x }) => x)))].sort((a, b) => a - b);
  const [first, last] = rangeOf(places);
  const plotWidth = width - MARGINS.marginLeft - MARGINS.marginRight;
  const values = curves.flatMap(({ points }) => points.flatMap((point) => edgesOf(point.values)));
  const vertical = verticalAxis(rangeOf([...values, ...(level ? [level.value] : [])]), axisScale(metric));
  return drawChart(`${describe(curves, options)}${vertical.note}.`, {
    width,
    height,
    style: { maxWidth: `${width}px` },
    ...MARGINS,
    // Room for the outermost dots.
    x: { type: "log", domain: [first / 1.08, last * 1.08] },
    y: vertical.scale,
    marks: [
      ...vertical.marks,
      axisX(spreadTicks(places, plotWidth), {
        ...{ label: axis, labelAnchor: "center", labelArrow: "none", tickSize: 0 },
        text: formatX,
      }),
      ...(level ? levelMarks(level, first) : []),
      ...curves.flatMap((curve, index) => curveMarks(curve, curves.length > 1 ? 5 * index - 2.5 : 0, options)),
    ],
  });
}

/** Returns all values and both ends of their spread. */
function edgesOf(values: SweepCurve["points"][number]["values"]): number[] {
  const { low, high } = spreadOf(summaryOf(values));
  return [...values.map(({ value }) => value), low, high];
}

function summaryOf(values: SweepCurve["points"][number]["values"]): Summary {
  return summarise(values.map(({ value }) => value));
}

/** One standard deviation to either side. */
function spreadOf({ mean, spread = 0 }: Summary) {
  return { low: mean - spread, high: mean + spread };
}

/** Returns as many of the places as fit. */
function spreadTicks(places: readonly number[], plotWidth: number): number[] {
  const scale = plotWidth / Math.max(Math.log(places.at(-1)! / places[0]!), 1e-9);
  const ticks: number[] = [];
  for (const place of places) {
    const before = ticks.at(-1);
    if (before === undefined || Math.log(place / before) * scale >= TICK_ROOM) ticks.push(place);
  }
  return ticks;
}

function levelMarks({ mark, label, value }: NonNullable<LogCurvesOptions["level"]>, left: number): Markish[] {
  const caption = { stroke: "var(--paper)", strokeWidth: 4, fill: textColour(mark), fontSize: 11 };
  return [
    ruleY([value], { stroke: markColour(mark), strokeWidth: 1.4, strokeDasharray: "5 4" }),
    text([label], { ...{ x: left, y: value, text: [label], textAnchor: "start", dy: -7 }, ...caption }),
  ];
}

function curveMarks({ mark, label, points }: SweepCurve, dx: number, { metric, formatX }: LogCurvesOptions): Markish[] {
  const stroke = markColour(mark);
  const centres = points.map(({ x, values }): Centre => {
    const summary = summaryOf(values);
    return { x, mean: summary.mean, ...spreadOf(summary) };
  });
  const single = points.flatMap(({ x, values }) => values.map(({ seed, value }) => ({ x, seed, value })));
  return [
    line(centres, { x: "x", y: "mean", stroke, strokeWidth: 1.6, dx }),
    ruleX(
      centres.filter(({ low, high }) => high > low),
      { x: "x", y1: "low", y2: "high", stroke, strokeWidth: 5, strokeOpacity: 0.25, dx },
    ),
    dot(single, {
      ...{ x: "x", y: "value", r: 2.2, fill: stroke, fillOpacity: 0.75, dx },
      title: ({ x, seed, value }: { x: number; seed: number; value: number }) =>
        `${label}, ${formatX(x)}, seed ${seed}: ${formatAmount(metric, value)}`,
    }),
    dot(centres, {
      ...{ x: "x", y: "mean", r: 3.8, symbol: SYMBOLS[mark], dx },
      ...(HOLLOW.has(mark) ? { fill: "var(--paper)", stroke } : { fill: stroke, stroke: "var(--paper)" }),
    }),
  ];
}

function describe(curves: readonly SweepCurve[], { title, formatX, level, metric }: LogCurvesOptions): string {
  const series = curves.map(({ label, points }) => {
    const figures = points.map(({ x, values }) => `${formatX(x)}: ${formatMetric(metric, summaryOf(values))}`);
    return `${label}: ${figures.join(", ")}`;
  });
  const levelText = level ? `; ${level.label}: ${formatMetric(metric, { ...summarise([level.value]), count: 2 })}` : "";
  return `${title}. ${series.join("; ")}${levelText}`;
}
