import { axisX, dot, type Markish, rect, ruleX, ruleY, text } from "@observablehq/plot";
import type { ModelRole } from "../../run-record.ts";
import { type Summary, summarise } from "../../summarise.ts";
import { drawChart, roleColour } from "../draw-chart.ts";
import { formatCount } from "../format-number.ts";
import type { Html } from "../html.ts";
import { integerTicks } from "../integer-ticks.ts";
import { logTicks } from "../log-ticks.ts";

/** One row: a value for each seed, and what it is compared with. */
export interface DotRow {
  readonly role: ModelRole;
  readonly label: string;
  readonly values: readonly { readonly seed: number; readonly value: number }[];
  /** What others found, drawn as a cross. */
  readonly reference?: { readonly name: string; readonly value: number } | undefined;
}

/** What rows of dots are drawn with. */
export interface DotRowsOptions {
  /** What the values are, for the description. */
  readonly quantity: string;
  /** The title of the axis. */
  readonly axis: string;
  readonly format: (summary: Summary) => string;
  readonly formatValue: (value: number) => string;
  /** The axis is logarithmic where the largest value is this many times the smallest; never when left out. */
  readonly logSpan?: number;
}

const WIDTH = 460;

/** The height of a row, and where there are many. */
const ROW_HEIGHT = 66;
const LOW_ROW_HEIGHT = 48;
const MANY_ROWS = 5;

/** The part of a row over which its seeds are spread. */
const SEED_ROOM = 0.26;

const SYMBOLS: Readonly<Record<ModelRole, "diamond" | "circle" | "square">> = {
  teacher: "diamond",
  hard: "square",
  distilled: "circle",
};

interface Row extends DotRow {
  readonly summary: Summary;
  readonly middle: number;
}

interface Point extends Row {
  readonly seed: number;
  readonly value: number;
  readonly middle: number;
}

interface Axis {
  readonly domain: readonly [number, number];
  readonly isLog: boolean;
}

/** One dot per seed and one row per label, with mean and spread. */
export function drawDotRows(given: readonly DotRow[], options: DotRowsOptions): Html {
  const { format } = options;
  const rows = given.map((row, index): Row => {
    return { ...row, summary: summarise(row.values.map(({ value }) => value)), middle: index + 0.62 };
  });
  const points = rows.map((row) =>
    row.values.map(({ seed, value }, place, { length }): Point => {
      // Equal values would hide each other, so the seeds lie a little below one another.
      const offset = length > 1 ? SEED_ROOM * (place / (length - 1) - 0.5) : 0;
      return { ...row, seed, value, middle: row.middle + offset };
    }),
  );
  const axis = axisOf(rows, options);
  return drawChart(describe(rows, axis, options), {
    width: WIDTH,
    height: (rows.length > MANY_ROWS ? LOW_ROW_HEIGHT : ROW_HEIGHT) * rows.length + 48,
    marginTop: 4,
    marginBottom: 44,
    marginLeft: 2,
    marginRight: 2,
    x: { type: axis.isLog ? "log" : "linear", domain: axis.domain, label: null },
    y: { domain: [rows.length, 0], axis: null },
    marks: [
      ...frameMarks(axis, rows, options.axis),
      ...rows.flatMap((row) => rowMarks(row, axis, format)),
      ...points.map((some) => dotMark(some, options)),
      ...referenceMarks(rows, options),
    ],
  });
}

function axisOf(rows: readonly Row[], { logSpan = Infinity }: DotRowsOptions): Axis {
  const measured = rows.flatMap(({ values, reference }) => [
    ...values.map(({ value }) => value),
    ...(reference ? [reference.value] : []),
  ]);
  const least = Math.min(...measured);
  if (least > 0 && Math.max(...measured) / least >= logSpan) {
    return { domain: [least / 1.2, Math.max(...measured) * 1.2], isLog: true };
  }
  const edges = rows.flatMap(({ summary: { mean, spread = 0 } }) => [mean - spread, mean + spread]);
  const [low, high] = [Math.min(...edges, ...measured), Math.max(...edges, ...measured)];
  const isNearZero = low <= high / 3;
  const top = Math.max(1, high);
  const room = isNearZero ? 0.06 * top : Math.max(1, 0.06 * (high - low));
  return { domain: [isNearZero ? Math.min(0, low) - room : low - room, top + room], isLog: false };
}

function frameMarks({ domain, isLog }: Axis, rows: readonly Row[], label: string): Markish[] {
  const [low, high] = domain;
  const ticks = isLog
    ? logTicks(low, high).filter((tick) => tick >= low && tick <= high)
    : integerTicks(Math.max(0, low), high, 6);
  const format = (tick: number) => (Number.isInteger(tick) ? formatCount(tick) : String(tick));
  return [
    ruleX(ticks, { stroke: "var(--grid)" }),
    ruleY(Array.from(rows.keys()).slice(1), { stroke: "var(--grid)" }),
    // Given as text, because a tick format on a logarithmic axis drops some of the ticks.
    axisX(ticks, { label, labelAnchor: "center", labelArrow: "none", tickSize: 0, text: format }),
  ];
}

function rowMarks(row: Row, { domain }: Axis, format: (summary: Summary) => string): Markish[] {
  const { role, label, summary, middle } = row;
  const fill = roleColour(role);
  const { mean, spread = 0 } = summary;
  const bar = {
    x1: Math.max(domain[0], mean - spread),
    x2: Math.min(domain[1], mean + spread),
    ...{ y1: middle - 0.2, y2: middle + 0.2 },
  };
  const caption = { fill, fontWeight: 600, stroke: "var(--paper)", strokeWidth: 4, lineAnchor: "top" as const };
  const top = middle - 0.53;
  return [
    rect([bar], { x1: "x1", x2: "x2", y1: "y1", y2: "y2", fill, fillOpacity: 0.16 }),
    ruleX([mean], { y1: middle - 0.27, y2: middle + 0.27, stroke: fill, strokeWidth: 2 }),
    text([label], { x: domain[0], y: top, text: [label], textAnchor: "start", ...caption }),
    text([label], { x: domain[1], y: top, text: [format(summary)], textAnchor: "end", ...caption }),
  ];
}

function dotMark(points: readonly Point[], { formatValue }: DotRowsOptions): Markish {
  const { role } = points[0]!;
  return dot(points, {
    x: "value",
    y: "middle",
    r: 5.5,
    symbol: SYMBOLS[role],
    fill: roleColour(role),
    stroke: "var(--paper)",
    strokeWidth: 1.2,
    title: ({ label, seed, value }: Point) => `${label}, seed ${seed}: ${formatValue(value)}`,
  });
}

function referenceMarks(rows: readonly Row[], { formatValue }: DotRowsOptions): Markish[] {
  return rows.flatMap(({ label, reference, middle }) =>
    reference
      ? dot([reference], {
          ...{ x: "value", y: () => middle, r: 6, symbol: "times", stroke: "var(--ink)", strokeWidth: 2 },
          title: ({ name, value }: { name: string; value: number }) => `${label}, ${name}: ${formatValue(value)}`,
        })
      : [],
  );
}

function describe(rows: readonly Row[], { isLog }: Axis, { quantity, format, formatValue }: DotRowsOptions): string {
  const values = rows.map(
    ({ label, summary, reference }) =>
      `${label}: ${format(summary)}${reference ? `, ${reference.name} ${formatValue(reference.value)}` : ""}`,
  );
  return `${quantity}. ${values.join("; ")}${isLog ? "; logarithmic axis" : ""}.`;
}
