import { axisX, dot, line } from "@observablehq/plot";
import type { ModelRole } from "../../run-record.ts";
import { drawChart, roleColour } from "../draw-chart.ts";
import { formatCount, formatFixed } from "../format-number.ts";
import type { Html } from "../html.ts";
import { integerTicks } from "../integer-ticks.ts";
import type { CurvePoint } from "../list-curves.ts";
import { rangeOf, verticalAxis } from "../vertical-axis.ts";

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
  const { role, quantity, range = rangeOf(points.map(({ value }) => value)) } = options;
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

function describe(ends: readonly CurvePoint[], quantity: string): string {
  const values = ends.map(({ seed, value }) => `${formatFixed(value, 4)} with seed ${seed}`);
  return `${quantity} by epoch, at the end ${values.join(", ")}`;
}
