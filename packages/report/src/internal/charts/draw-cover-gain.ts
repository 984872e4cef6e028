import { axisX, axisY, dot, gridY, line, ruleX, ruleY } from "@observablehq/plot";
import { formatFixed, formatSigned, formatSummary } from "../../format-number.ts";
import type { CoverCounts } from "../../page/cover-counts.ts";
import type { Html } from "../../page/html.ts";
import { summarise } from "../../summarise.ts";
import { drawChart } from "../draw-chart.ts";
import { roundTicks } from "../round-ticks.ts";

interface Point {
  readonly specialists: number;
  readonly gain: number;
  readonly seed: number;
}

interface Centre {
  readonly specialists: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Draws the change of right answers, in percent, by how many specialists know the right class: each seed, mean and
 * spread.
 */
export function drawCoverGain(counts: readonly CoverCounts[]): Html {
  const points = counts.flatMap(({ seed, specialists, before, after }): Point[] =>
    before > 0 ? [{ seed, specialists, gain: (100 * (after - before)) / before }] : [],
  );
  const numbers = [...new Set(points.map(({ specialists }) => specialists))].sort((a, b) => a - b);
  const summaries = numbers.map((specialists) => ({
    specialists,
    summary: summarise(points.filter((point) => point.specialists === specialists).map(({ gain }) => gain)),
  }));
  const centres = summaries.map(({ specialists, summary: { mean, spread = 0 } }): Centre => {
    return { specialists, mean, low: mean - spread, high: mean + spread };
  });
  const values = [0, ...points.map(({ gain }) => gain), ...centres.flatMap(({ low, high }) => [low, high])];
  const last = Math.max(1, ...numbers);
  const described = summaries.map(({ specialists, summary }) => `${specialists}: ${formatSummary(summary, 1)} %`);
  return drawChart(`Change of right answers by number of specialists that know the class. ${described.join("; ")}.`, {
    width: 560,
    height: 300,
    style: { maxWidth: "35rem" },
    ...{ marginTop: 12, marginRight: 16, marginBottom: 42, marginLeft: 64 },
    x: { domain: [-0.3, last + 0.3] },
    y: { domain: [Math.min(...values), Math.max(...values)], nice: 5 },
    marks: [
      gridY({ ticks: 5, stroke: "var(--grid)", strokeOpacity: 1 }),
      axisY({
        ...{ ticks: 5, tickSize: 0, label: null },
        tickFormat: (value: number) => `${formatSigned(value, Number.isInteger(value) ? 0 : 1)} %`,
      }),
      axisX(roundTicks(0, last, 12, 1), {
        ...{ tickSize: 0, labelAnchor: "center", labelArrow: "none" },
        ...{ label: "specialists that know the right class", tickFormat: (value: number) => String(value) },
      }),
      ruleY([0], { stroke: "var(--rule)" }),
      line(centres, { x: "specialists", y: "mean", stroke: "var(--combination)", strokeWidth: 1.6 }),
      ruleX(
        centres.filter(({ low, high }) => high > low),
        { x: "specialists", y1: "low", y2: "high", stroke: "var(--combination)", strokeWidth: 1.6 },
      ),
      dot(points, {
        ...{ x: "specialists", y: "gain", r: 2.6, dx: 7, fill: "var(--muted)" },
        title: ({ seed, gain }: Point) => `seed ${seed}: ${formatFixed(gain, 1)} %`,
      }),
      dot(centres, {
        x: "specialists",
        y: "mean",
        r: 5,
        symbol: "triangle",
        fill: "var(--combination)",
        stroke: "var(--paper)",
      }),
    ],
  });
}
