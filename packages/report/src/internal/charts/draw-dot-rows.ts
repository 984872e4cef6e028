import { axisX, dot, type Markish, rect, ruleX, ruleY, text } from "@observablehq/plot";
import { formatAmount, formatMetric, formatReference } from "../../format-metric.ts";
import { formatShortest } from "../../format-number.ts";
import type { MetricRecord } from "../../metric-record.ts";
import type { DotRow } from "../../page/dot-row.ts";
import type { Html } from "../../page/html.ts";
import type { DatasetRecord } from "../../run-record.ts";
import { type Summary, summarise } from "../../summarise.ts";
import { capitalise } from "../capitalise.ts";
import { labelWidth } from "../class-label.ts";
import { drawChart, FONT_SIZE } from "../draw-chart.ts";
import { logTicks } from "../log-ticks.ts";
import { HOLLOW, markColour, SYMBOLS, textColour } from "../marks.ts";
import { axisScale, axisTitle } from "../metric-axis.ts";
import { roundTicks } from "../round-ticks.ts";

/** Options of rows of dots. */
export interface DotRowsOptions {
  /** The metric of the values. */
  readonly metric: MetricRecord;
  /** The record that the values belong to. */
  readonly dataset: DatasetRecord;
  /** The name of the values in the description. Default: the metric. */
  readonly quantity?: string;
  /** The axis is logarithmic where the largest value is this many times the smallest. Default: never. */
  readonly logSpan?: number;
}

const WIDTH = 460;

/** Leaves room for half a tick label at the sides. */
const MARGINS = { marginTop: 4, marginBottom: 44, marginLeft: 12, marginRight: 20 };

/**
 * The layout of a row, in pixels: its height, the middle of its dots, half its band, and the range over which its seeds
 * are spread.
 */
const ROW = { height: 66, middle: 41, band: 13, seeds: 17 };

/** The same for charts of many rows. */
const LOW_ROW = { height: 48, middle: 31, band: 9, seeds: 12 };
const MANY_ROWS = 5;

/** The height that a second line of text adds to a row. */
const LINE_HEIGHT = 15;

interface Row extends DotRow {
  readonly summary: Summary;
  /** The position of the row's text and dots, from the top. */
  readonly top: number;
  readonly middle: number;
  readonly band: number;
  readonly seeds: number;
}

interface Point extends Row {
  readonly seed: number;
  readonly value: number;
}

interface Axis {
  readonly domain: readonly [number, number];
  readonly isLog: boolean;
}

/** Draws one dot per seed and one row per label, with mean and spread. */
export function drawDotRows(given: readonly DotRow[], options: DotRowsOptions): Html {
  const { metric } = options;
  const summaries = given.map(({ values }) => summarise(values.map(({ value }) => value)));
  const isStacked = given.some(({ label }, index) => isTooLong(label, formatMetric(metric, summaries[index]!)));
  const layout = given.length > MANY_ROWS ? LOW_ROW : ROW;
  const extra = isStacked ? LINE_HEIGHT : 0;
  const rowHeight = layout.height + extra;
  const rows = given.map((row, index): Row => {
    const top = index * rowHeight;
    return { ...row, ...layout, summary: summaries[index]!, top: top + 5, middle: top + layout.middle + extra };
  });
  const axis = axisOf(rows, options);
  const height = rowHeight * rows.length;
  return drawChart(describe(given, summaries, axis, options), {
    width: WIDTH,
    height: height + 48,
    ...MARGINS,
    x: { type: axis.isLog ? "log" : "linear", domain: axis.domain, label: null },
    y: { domain: [height, 0], axis: null },
    marks: [
      ...frameMarks(axis, rows.length, rowHeight, options),
      ...rows.flatMap((row) => rowMarks(row, axis, metric, isStacked)),
      ...rows.map((row) => dotMark(row, metric)),
      ...referenceMarks(rows, metric),
    ],
  });
}

/** Whether a label and its figure do not fit on one line. */
function isTooLong(label: string, figure: string): boolean {
  const room = WIDTH - MARGINS.marginLeft - MARGINS.marginRight - FONT_SIZE;
  return labelWidth([label], FONT_SIZE) + labelWidth([figure], FONT_SIZE) > room;
}

function axisOf(rows: readonly Row[], { metric, logSpan = Infinity }: DotRowsOptions): Axis {
  const measured = rows.flatMap(({ values, reference }) => [
    ...values.map(({ value }) => value),
    ...(reference ? [reference.value] : []),
  ]);
  const least = Math.min(...measured);
  if (least > 0 && Math.max(...measured) / least >= logSpan) {
    return { domain: [least / 1.2, Math.max(...measured) * 1.2], isLog: true };
  }
  const edges = rows.flatMap(({ summary }) => edgesOf(summary));
  const [low, high] = [Math.min(...edges, ...measured), Math.max(...edges, ...measured)];
  const isNearZero = low <= high / 3;
  // The range of equal counts is at least one, that of equal numbers a little.
  const finest = metric.format === "count" ? 1 : Math.max(Math.abs(high) * 1e-3, 1e-9);
  const top = isNearZero ? Math.max(finest, high) : high;
  const room = isNearZero ? 0.06 * top : Math.max(finest, 0.06 * (high - low));
  return { domain: [isNearZero ? Math.min(0, low) - room : low - room, top + room], isLog: false };
}

/** One standard deviation to either side. */
function edgesOf({ mean, spread = 0 }: Summary): readonly [number, number] {
  return [mean - spread, mean + spread];
}

function frameMarks({ domain, isLog }: Axis, rows: number, rowHeight: number, options: DotRowsOptions): Markish[] {
  const [low, high] = domain;
  const { metric, dataset } = options;
  const scale = axisScale(metric);
  const ticks = isLog
    ? logTicks(low, high).filter((tick) => tick >= low && tick <= high)
    : roundTicks(scale * Math.max(0, low), scale * high, 6, metric.format === "count" ? 1 : 0).map(
        (tick) => tick / scale,
      );
  return [
    ruleX(ticks, { stroke: "var(--grid)" }),
    ruleY(
      Array.from({ length: rows - 1 }, (_, index) => (index + 1) * rowHeight),
      { stroke: "var(--grid)" },
    ),
    // Given as text, because a tick format on a logarithmic axis drops some of the ticks.
    axisX(ticks, {
      ...{ label: axisTitle(metric, dataset), labelAnchor: "center", labelArrow: "none", tickSize: 0 },
      text: (tick: number) => formatShortest(scale * tick),
    }),
  ];
}

function rowMarks(row: Row, { domain }: Axis, metric: MetricRecord, isStacked: boolean): Markish[] {
  const { mark, label, summary, top, middle, band } = row;
  const fill = markColour(mark);
  const [low, high] = edgesOf(summary);
  const bar = {
    ...{ x1: Math.max(domain[0], low), x2: Math.min(domain[1], high) },
    ...{ y1: middle - band, y2: middle + band },
  };
  const caption = {
    fill: textColour(mark),
    fontWeight: 600,
    stroke: "var(--paper)",
    strokeWidth: 4,
    lineAnchor: "top" as const,
  };
  const figure = isStacked
    ? { x: domain[0], y: top + LINE_HEIGHT, textAnchor: "start" as const, ...caption, fontWeight: 400 }
    : { x: domain[1], y: top, textAnchor: "end" as const, ...caption };
  return [
    rect([bar], { x1: "x1", x2: "x2", y1: "y1", y2: "y2", fill, fillOpacity: 0.16 }),
    ruleX([summary.mean], { y1: middle - band - 4, y2: middle + band + 4, stroke: fill, strokeWidth: 2 }),
    text([label], { x: domain[0], y: top, text: [label], textAnchor: "start", ...caption }),
    text([label], { text: [formatMetric(metric, summary)], ...figure }),
  ];
}

function dotMark(row: Row, metric: MetricRecord): Markish {
  const { mark, label, middle, seeds, values } = row;
  const points = values.map(({ seed, value }, place, { length }): Point => {
    // Equal values would hide each other, so the seeds lie a little below one another.
    const offset = length > 1 ? seeds * (place / (length - 1) - 0.5) : 0;
    return { ...row, seed, value, middle: middle + offset };
  });
  const colour = markColour(mark);
  return dot(points, {
    ...{ x: "value", y: "middle", symbol: SYMBOLS[mark] },
    ...(HOLLOW.has(mark)
      ? { r: 5, fill: "var(--paper)", stroke: colour, strokeWidth: 1.8 }
      : { r: 5.5, fill: colour, stroke: "var(--paper)", strokeWidth: 1.2 }),
    title: ({ seed, value }: Point) => `${label}, seed ${seed}: ${formatAmount(metric, value)}`,
  });
}

function referenceMarks(rows: readonly Row[], metric: MetricRecord): Markish[] {
  return rows.flatMap(({ label, reference, middle }) =>
    reference
      ? dot([reference], {
          ...{ x: "value", y: () => middle, r: 6, symbol: "times", stroke: "var(--ink)", strokeWidth: 2 },
          title: ({ source, value }: { source: string; value: number }) =>
            `${label}, ${source}: ${formatCited(metric, value)}`,
        })
      : [],
  );
}

/** Formats cited values with no more decimals than their source gave. */
function formatCited(metric: MetricRecord, value: number): string {
  return metric.format === "share" ? formatReference(metric, value) : formatAmount(metric, value);
}

function describe(
  rows: readonly DotRow[],
  summaries: readonly Summary[],
  { isLog }: Axis,
  { metric, quantity = metric.title }: DotRowsOptions,
): string {
  const values = rows.map(({ label, reference }, index) => {
    const others = reference ? `, ${reference.source} ${formatCited(metric, reference.value)}` : "";
    return `${label}: ${formatMetric(metric, summaries[index]!)}${others}`;
  });
  return `${capitalise(quantity)}. ${values.join("; ")}${isLog ? "; logarithmic axis" : ""}.`;
}
