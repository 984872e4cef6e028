import { areaY, axisX, axisY, gridY, ruleX } from "@observablehq/plot";
import { formatPercent, formatShortest } from "../../format-number.ts";
import { type Html, html } from "../../page/html.ts";
import type { BinnedWeights, WeightsHistogram } from "../../page/weights-histogram.ts";
import { drawChart } from "../draw-chart.ts";

interface Bin {
  readonly low: number;
  readonly high: number;
  /** Weights in a part of the range as wide as all, so that bins of different widths can be compared. */
  readonly density: number;
}

/** Draws the weights before as an area, and those after as bars in front of it. */
export function drawHistogram({ title, before, after }: WeightsHistogram): Html {
  const edge = Math.max(before.edge, after.edge);
  const [old, kept] = [before, after].map(binsOf);
  const zeros = `${formatPercent(after.zeros, after.zeros > 0.99 ? 1 : 0)} are 0`;
  const outline = old!.flatMap(({ low, high, density }) => [
    { x: low, density },
    { x: high, density },
  ]);
  const range = [-edge, edge].map((end) => Number(end.toPrecision(1)));
  const chart = drawChart(`Weights by size, before and after. ${title}: ${zeros}.`, {
    width: 330,
    height: 170,
    ...{ marginTop: 8, marginRight: 14, marginBottom: 24, marginLeft: 14 },
    x: { domain: [-edge, edge] },
    // The root, because few values are frequent after sharing.
    y: { type: "sqrt" },
    marks: [
      gridY({ ticks: 3, stroke: "var(--grid)", strokeOpacity: 1 }),
      axisY({ ticks: 0, label: null }),
      axisX([range[0]!, 0, range[1]!], { label: null, tickSize: 0, text: formatShortest }),
      areaY(outline, { x: "x", y: "density", fill: "var(--teacher)", fillOpacity: 0.22 }),
      ruleX(
        kept!.filter(({ density }) => density > 0),
        {
          x: ({ low, high }: Bin) => (low + high) / 2,
          ...{ y1: 0, y2: "density", stroke: "var(--student)", strokeWidth: 3 },
        },
      ),
    ],
  });
  return html`<figcaption>${title}: ${zeros}</figcaption>${chart}`;
}

function binsOf({ counts, edge, zeros }: BinnedWeights): readonly Bin[] {
  const width = (2 * edge) / counts.length;
  const others = counts.reduce((sum, count) => sum + count, 0) || 1;
  return counts.map((count, index) => ({
    low: -edge + index * width,
    high: -edge + (index + 1) * width,
    density: ((1 - zeros) * count) / (others * width),
  }));
}
