import { axisX, dot, gridX, ruleX, ruleY, text } from "@observablehq/plot";
import { formatShortest, formatSigned } from "../../format-number.ts";
import type { Difference } from "../../page/difference.ts";
import type { Html } from "../../page/html.ts";
import { labelWidth } from "../class-label.ts";
import { drawChart, FONT_SIZE } from "../draw-chart.ts";

const ROW = 24;
const WIDTH = 640;

/** Draws a dot with its interval for each difference. */
export function drawDifferences(differences: readonly Difference[], axis: string): Html {
  const ends = differences.flatMap(({ mean, low = mean, high = mean }) => [low, high]);
  const [least, most] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const room = 0.05 * (most - least) || 1;
  const left =
    16 +
    labelWidth(
      differences.map(({ label }) => label),
      FONT_SIZE,
    );
  const rows = differences.map((one, at) => ({ ...one, y: (at + 0.5) * ROW }));
  const height = rows.length * ROW;
  return drawChart(`${axis}. ${differences.map(describe).join("; ")}.`, {
    ...{ width: WIDTH, height: height + 44, marginTop: 4, marginBottom: 40, marginLeft: left, marginRight: 16 },
    style: { maxWidth: "40rem" },
    x: { domain: [least - room, most + room] },
    y: { domain: [height, 0], axis: null },
    marks: [
      gridX({ ticks: 6, stroke: "var(--grid)", strokeOpacity: 1 }),
      ruleX([0], { stroke: "var(--rule)" }),
      axisX({
        ...{ ticks: 6, label: axis, labelAnchor: "center", labelArrow: "none", tickSize: 0 },
        tickFormat: (tick: number) => formatShortest(tick),
      }),
      ruleY(
        rows.filter(({ low, high }) => low !== undefined && high !== undefined),
        { x1: "low", x2: "high", y: "y", stroke: "var(--student)", strokeWidth: 4, strokeOpacity: 0.35 },
      ),
      dot(rows, { x: "mean", y: "y", r: 4, fill: "var(--student)", title: describe }),
      text(rows, { x: least - room, y: "y", text: "label", textAnchor: "end", dx: -8, fill: "var(--ink)" }),
    ],
  });
}

function describe({ label, mean, low, high }: Difference): string {
  const interval = low === undefined || high === undefined ? "" : ` (${written(low)} to ${written(high)})`;
  return `${label}: ${written(mean)}${interval}`;
}

/** With a sign, and a decimal where there is one. */
function written(value: number): string {
  return formatSigned(value, Number.isInteger(value) ? 0 : 1);
}
