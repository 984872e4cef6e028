import { axisX, dot, type Markish, rect, ruleX, ruleY, text } from "@observablehq/plot";
import type { ModelRecord, ModelRole } from "../../run-record.ts";
import { type Summary, summarise } from "../../summarise.ts";
import { drawChart, roleColour } from "../draw-chart.ts";
import { formatCount, formatErrors } from "../format-number.ts";
import type { Html } from "../html.ts";
import { integerTicks } from "../integer-ticks.ts";

const WIDTH = 460;
const ROW_HEIGHT = 66;

/** The part of a row over which its seeds are spread. */
const SEED_ROOM = 0.26;

const SYMBOLS: Readonly<Record<ModelRole, "diamond" | "circle" | "square">> = {
  teacher: "diamond",
  hard: "square",
  distilled: "circle",
};

interface Row {
  readonly role: ModelRole;
  readonly label: string;
  readonly errors: Summary;
  readonly middle: number;
}

interface Point extends Row {
  readonly seed: number;
  readonly count: number;
}

/** Test errors as one dot per seed and one row per model, with mean and spread. */
export function drawErrorDots(models: readonly ModelRecord[]): Html {
  const rows = models.map(({ role, label, runs }, index): Row => {
    const errors = summarise(runs.map(({ evaluation }) => evaluation.errors));
    return { role, label, errors, middle: index + 0.62 };
  });
  const points = rows.flatMap((row, index) =>
    models[index]!.runs.map(({ seed, evaluation }, place, { length }): Point => {
      // Equal counts would hide each other, so the seeds lie a little below one another.
      const offset = length > 1 ? SEED_ROOM * (place / (length - 1) - 0.5) : 0;
      return { ...row, seed, count: evaluation.errors, middle: row.middle + offset };
    }),
  );
  const domain = domainOf(rows, points);
  const size = models[0]!.runs[0]!.evaluation.size;
  return drawChart(describe(rows), {
    width: WIDTH,
    height: ROW_HEIGHT * rows.length + 48,
    marginTop: 4,
    marginBottom: 44,
    marginLeft: 2,
    marginRight: 2,
    x: { domain, label: null },
    y: { domain: [rows.length, 0], axis: null },
    marks: [
      ...frameMarks(domain, rows, `test errors, of ${formatCount(size)}; fewer is better`),
      ...rows.flatMap((row) => rowMarks(row, domain)),
      ...rows.map(({ role }) =>
        dotMark(
          points.filter((point) => point.role === role),
          role,
        ),
      ),
    ],
  });
}

function domainOf(rows: readonly Row[], points: readonly Point[]): [number, number] {
  const edges = rows.flatMap(({ errors }) => [errors.mean - (errors.spread ?? 0), errors.mean + (errors.spread ?? 0)]);
  const values = [...edges, ...points.map(({ count }) => count)];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const isNearZero = low <= high / 3;
  const top = Math.max(1, high);
  const room = isNearZero ? 0.06 * top : Math.max(1, 0.06 * (high - low));
  return [isNearZero ? Math.min(0, low) - room : low - room, top + room];
}

function frameMarks(domain: readonly [number, number], rows: readonly Row[], label: string): Markish[] {
  const ticks = integerTicks(Math.max(0, domain[0]), domain[1], 6);
  return [
    ruleX(ticks, { stroke: "var(--grid)" }),
    ruleY(Array.from(rows.keys()).slice(1), { stroke: "var(--grid)" }),
    axisX(ticks, { label, labelAnchor: "center", labelArrow: "none", tickSize: 0, tickFormat: formatCount }),
  ];
}

function rowMarks(row: Row, domain: readonly [number, number]): Markish[] {
  const { role, label, errors, middle } = row;
  const fill = roleColour(role);
  const spread = errors.spread ?? 0;
  const bar = { x1: errors.mean - spread, x2: errors.mean + spread, y1: middle - 0.2, y2: middle + 0.2 };
  const caption = { fill, fontWeight: 600, stroke: "var(--paper)", strokeWidth: 4, lineAnchor: "top" as const };
  const top = middle - 0.53;
  return [
    rect([bar], { x1: "x1", x2: "x2", y1: "y1", y2: "y2", fill, fillOpacity: 0.16 }),
    ruleX([errors.mean], { y1: middle - 0.27, y2: middle + 0.27, stroke: fill, strokeWidth: 2 }),
    text([label], { x: domain[0], y: top, text: [label], textAnchor: "start", ...caption }),
    text([label], { x: domain[1], y: top, text: [formatErrors(errors)], textAnchor: "end", ...caption }),
  ];
}

function dotMark(points: readonly Point[], role: ModelRole): Markish {
  return dot(points, {
    x: "count",
    y: "middle",
    r: 5.5,
    symbol: SYMBOLS[role],
    fill: roleColour(role),
    stroke: "var(--paper)",
    strokeWidth: 1.2,
    title: ({ label, seed, count }: Point) => `${label}, seed ${seed}: ${formatCount(count)} errors`,
  });
}

function describe(rows: readonly Row[]): string {
  return `Test errors. ${rows.map(({ label, errors }) => `${label}: ${formatErrors(errors)}`).join("; ")}.`;
}
