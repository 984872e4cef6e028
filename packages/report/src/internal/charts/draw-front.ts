import { axisX, dot, line, ruleX } from "@observablehq/plot";
import { formatShortest } from "../../format-number.ts";
import type { FrontPoint } from "../../page/front-point.ts";
import type { Html } from "../../page/html.ts";
import { drawChart } from "../draw-chart.ts";
import { logTicks } from "../log-ticks.ts";
import { rangeOf, verticalAxis } from "../vertical-axis.ts";

/**
 * Draws a figure against the size, one mark for each variant, and a line along those that no other one beats.
 *
 * @param quantity the name of the figure
 */
export function drawFront(points: readonly FrontPoint[], quantity: string): Html {
  const [first, last] = rangeOf(points.map(({ bytes }) => bytes));
  const ends = points.flatMap(({ value, spread = 0 }) => [Math.max(value - spread, value / 2), value + spread]);
  const vertical = verticalAxis(rangeOf(ends));
  const inKilobytes = (bytes: number) => `${formatShortest(Number((bytes / 1000).toPrecision(3)))} kB`;
  const title = ({ label, bytes, value }: FrontPoint) => `${label}: ${inKilobytes(bytes)}, ${formatShortest(value)}`;
  const [others, chosen, originals] = [undefined, "chosen", "original"].map((kind) =>
    points.filter((point) => point.kind === kind),
  );
  const place = { x: "bytes", y: "value", title } as const;
  const isOnFront = (point: FrontPoint) => point.isOnFront;
  const front = points.filter(isOnFront).toSorted((one, other) => one.bytes - other.bytes);
  return drawChart(`${quantity} by size${vertical.note}. ${front.map(title).join("; ")}.`, {
    width: 640,
    height: 340,
    style: { maxWidth: "40rem" },
    ...{ marginTop: 14, marginRight: 16, marginBottom: 42, marginLeft: 56 },
    x: { type: "log", domain: [first / 1.15, last * 1.15] },
    y: vertical.scale,
    marks: [
      ...vertical.marks,
      axisX(logTicks(first, last), {
        ...{ label: "size with gzip", labelAnchor: "center", labelArrow: "none", tickSize: 0 },
        text: inKilobytes,
      }),
      ruleX(
        points.filter(({ spread = 0 }) => spread > 0),
        {
          x: "bytes",
          y1: ({ value, spread }: FrontPoint) => Math.max(value - spread!, value / 2),
          y2: ({ value, spread }: FrontPoint) => value + spread!,
          ...{ stroke: "var(--muted)", strokeOpacity: 0.55, strokeWidth: 1.2 },
        },
      ),
      line(front, { x: "bytes", y: "value", stroke: "var(--student)", strokeWidth: 1.6 }),
      dot(
        others!.filter((point) => !isOnFront(point)),
        { ...place, r: 3.2, stroke: "var(--muted)", fill: "var(--paper)" },
      ),
      dot(others!.filter(isOnFront), { ...place, r: 3.8, fill: "var(--student)", stroke: "var(--paper)" }),
      dot(originals!, { ...place, r: 5, symbol: "diamond", fill: "var(--teacher)", stroke: "var(--paper)" }),
      dot(chosen!, { ...place, r: 7, symbol: "star", fill: "var(--student)", stroke: "var(--paper)" }),
    ],
  });
}
