import { axisX, dot, line } from "@observablehq/plot";
import { formatCount, formatFixed } from "../../format-number.ts";
import type { Mark } from "../../mark-of.ts";
import type { Html } from "../../page/html.ts";
import { drawChart } from "../draw-chart.ts";
import type { CurvePoint } from "../list-curves.ts";
import { markColour } from "../marks.ts";
import { roundTicks } from "../round-ticks.ts";
import { rangeOf, verticalAxis } from "../vertical-axis.ts";

/** Options of a panel of learning curves. */
export interface LearningCurveOptions {
  readonly mark: Mark;
  /** The quantity on the vertical axis, for the description. */
  readonly quantity: string;
  /** The range of the vertical axis. Default: the range of the points. */
  readonly range?: readonly [number, number];
}

/** Draws one small panel with one line per seed. */
export function drawLearningCurve(points: readonly CurvePoint[], options: LearningCurveOptions): Html {
  const { mark, quantity, range = rangeOf(points.map(({ value }) => value)) } = options;
  const epochs = points.map(({ epoch }) => epoch);
  const [first, last] = [Math.min(...epochs), Math.max(...epochs)];
  const stroke = markColour(mark);
  const title = ({ seed }: CurvePoint) => `seed ${seed}`;
  const position = { x: "epoch", y: "value", z: "seed", title };
  const ends = points.filter(({ isLast }) => isLast);
  const vertical = verticalAxis(range);
  return drawChart(`${describe(ends, quantity)}${vertical.note}.`, {
    width: 270,
    height: 180,
    marginTop: 10,
    marginRight: 14,
    marginBottom: 40,
    marginLeft: 46,
    x: { domain: first === last ? [first - 1, last + 1] : [first, last] },
    y: vertical.scale,
    marks: [
      ...vertical.marks,
      axisX(roundTicks(first, last, 6, 1), {
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
