import { axisX, axisY, dot, line, ruleY } from "@observablehq/plot";
import type { ModelRole } from "../../run-record.ts";
import { drawChart, roleColour } from "../draw-chart.ts";
import { formatFixed } from "../format-number.ts";
import type { Html } from "../html.ts";
import { integerTicks } from "../integer-ticks.ts";
import type { CurvePoint } from "../list-curves.ts";

/** What a panel of learning curves shows. */
export interface LearningCurveOptions {
  readonly role: ModelRole;
  /** What is on the vertical axis, for the description. */
  readonly quantity: string;
  /** The range of the vertical axis; that of the points when left out. */
  readonly range?: readonly [number, number];
}

/** One small panel with one line per seed. The vertical axis is logarithmic where the values span more than 20-fold. */
export function drawLearningCurve(points: readonly CurvePoint[], options: LearningCurveOptions): Html {
  const { role, quantity, range = rangeOf(points) } = options;
  const [low, high] = range;
  const isLog = low > 0 && high / low > 20;
  const last = Math.max(...points.map(({ epoch }) => epoch));
  const first = Math.min(...points.map(({ epoch }) => epoch));
  const stroke = roleColour(role);
  const title = ({ seed }: CurvePoint) => `seed ${seed}`;
  const position = { x: "epoch", y: "value", z: "seed" };
  const ends = points.filter(({ isLast }) => isLast);
  return drawChart(`${describe(points, quantity)}${isLog ? ", logarithmic axis" : ""}.`, {
    width: 340,
    height: 200,
    marginTop: 10,
    marginRight: 12,
    marginBottom: 38,
    marginLeft: 46,
    x: { domain: first === last ? [first - 1, last + 1] : [first, last] },
    y: isLog ? { type: "log", domain: range, nice: true } : { domain: [0, high || 1], nice: true },
    marks: [
      axisX(integerTicks(first, last, 6), { label: "epoch", labelAnchor: "center", labelArrow: "none", tickSize: 0 }),
      axisY({ label: null, tickSize: 0, ticks: 4, ...(isLog ? { tickFormat: plainPower } : {}) }),
      ruleY(isLog ? [] : [0], { stroke: "var(--rule)" }),
      line(points, { ...position, stroke, strokeWidth: 1.6, strokeOpacity: 0.85, title }),
      dot(ends, { ...position, fill: stroke, stroke: "var(--paper)", r: 3.2, title }),
    ],
  });
}

/** The smallest and largest value. */
export function rangeOf(points: readonly CurvePoint[]): readonly [number, number] {
  const values = points.map(({ value }) => value);
  return [Math.min(...values), Math.max(...values)];
}

/** Labels a logarithmic axis at 1, 2 and 5 times the powers of ten only, so that no two labels touch. */
function plainPower(value: number): string {
  const digit = Math.round(value / 10 ** Math.floor(Math.log10(value) + 1e-9));
  return [1, 2, 5].includes(digit) ? String(Number(value.toPrecision(1))) : "";
}

function describe(points: readonly CurvePoint[], quantity: string): string {
  const ends = points.filter(({ isLast }) => isLast);
  const values = ends.map(({ seed, value }) => `${formatFixed(value, 4)} with seed ${seed}`);
  return `${quantity} by epoch, at the end ${values.join(", ")}`;
}
