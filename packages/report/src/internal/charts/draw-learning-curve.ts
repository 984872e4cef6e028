import { axisX, axisY, dot, gridY, line, type Markish, type PlotOptions } from "@observablehq/plot";
import type { ModelRole } from "../../run-record.ts";
import { drawChart, roleColour } from "../draw-chart.ts";
import { formatCount, formatFixed } from "../format-number.ts";
import type { Html } from "../html.ts";
import { integerTicks } from "../integer-ticks.ts";
import type { CurvePoint } from "../list-curves.ts";
import { LOG_SPAN, logTicks } from "../log-ticks.ts";

/** What a panel of learning curves shows. */
export interface LearningCurveOptions {
  readonly role: ModelRole;
  /** What is on the vertical axis, for the description. */
  readonly quantity: string;
  /** The range of the vertical axis; that of the points when left out. */
  readonly range?: readonly [number, number];
}

/** One small panel with one line per seed. */
export function drawLearningCurve(points: readonly CurvePoint[], options: LearningCurveOptions): Html {
  const { role, quantity, range = rangeOf(points) } = options;
  const epochs = points.map(({ epoch }) => epoch);
  const [first, last] = [Math.min(...epochs), Math.max(...epochs)];
  const stroke = roleColour(role);
  const title = ({ seed }: CurvePoint) => `seed ${seed}`;
  const position = { x: "epoch", y: "value", z: "seed", title };
  const ends = points.filter(({ isLast }) => isLast);
  const vertical = verticalAxis(range);
  return drawChart(`${describe(ends, quantity)}${vertical.note}.`, {
    width: 270,
    height: 180,
    marginTop: 10,
    marginRight: 8,
    marginBottom: 40,
    marginLeft: 40,
    x: { domain: first === last ? [first - 1, last + 1] : [first, last] },
    y: vertical.scale,
    marks: [
      ...vertical.marks,
      axisX(integerTicks(first, last, 6), {
        label: "epoch",
        labelAnchor: "center",
        labelArrow: "none",
        tickSize: 0,
        tickFormat: formatCount,
      }),
      line(points, { ...position, stroke, strokeWidth: 1.6, strokeOpacity: 0.85 }),
      dot(ends, { ...position, fill: stroke, stroke: "var(--paper)", r: 3.2 }),
    ],
  });
}

/** The smallest and largest value. */
export function rangeOf(points: readonly CurvePoint[]): readonly [number, number] {
  const values = points.map(({ value }) => value);
  return [Math.min(...values), Math.max(...values)];
}

interface VerticalAxis {
  readonly scale: NonNullable<PlotOptions["y"]>;
  readonly marks: readonly Markish[];
  readonly note: string;
}

function verticalAxis([low, high]: readonly [number, number]): VerticalAxis {
  const shared = { label: null, tickSize: 0 };
  if (low <= 0 || high / low < LOG_SPAN) {
    const marks = [gridY({ ticks: 4, stroke: "var(--grid)", strokeOpacity: 1 }), axisY({ ...shared, ticks: 4 })];
    return { scale: { domain: linearDomain(low, high), nice: 4 }, marks, note: "" };
  }
  const ticks = logTicks(low, high);
  const marks = [
    gridY(ticks, { stroke: "var(--grid)", strokeOpacity: 1 }),
    // Given as text, because a tick format on a logarithmic axis drops some of the ticks.
    axisY(ticks, { ...shared, text: (tick: number) => String(tick) }),
  ];
  return { scale: { type: "log", domain: [low / 1.15, high * 1.15] }, marks, note: ", logarithmic axis" };
}

/** From zero where the curve comes near it: soft targets leave a loss of their own entropy that no training takes away. */
function linearDomain(low: number, high: number): [number, number] {
  if (high <= 0) return [low, low < 0 ? 0 : 1];
  return low > high / 2 && low < high ? [low, high] : [Math.min(0, low), high];
}

function describe(ends: readonly CurvePoint[], quantity: string): string {
  const values = ends.map(({ seed, value }) => `${formatFixed(value, 4)} with seed ${seed}`);
  return `${quantity} by epoch, at the end ${values.join(", ")}`;
}
