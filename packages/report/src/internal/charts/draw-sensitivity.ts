import { axisX, dot, line, type Markish, ruleY, text } from "@observablehq/plot";
import { formatPercent, formatShortest } from "../../format-number.ts";
import type { Html } from "../../page/html.ts";
import type { SensitivityLine } from "../../page/sensitivity-line.ts";
import type { ShowSensitivityOptions } from "../../page/show-sensitivity-options.ts";
import { summarise } from "../../summarise.ts";
import { drawChart } from "../draw-chart.ts";
import { rangeOf, verticalAxis } from "../vertical-axis.ts";

/** The colours of layers, in turn. */
const COLOURS = ["--student", "--baseline", "--combination", "--other", "--teacher"];

interface Place {
  readonly left: number;
  readonly mean: number;
}

/** Draws a line for each layer, from all of its weights on the left to few on the right. */
export function drawSensitivity(
  layers: readonly SensitivityLine[],
  { quantity, level, title }: ShowSensitivityOptions,
): Html {
  const curves = layers.map(({ label, points }, index) => ({
    ...{ label, colour: `var(${COLOURS[index % COLOURS.length]})` },
    places: points
      .filter(({ values }) => values.length > 0)
      .map(({ left, values }): Place => ({ left, mean: summarise(values).mean }))
      .toSorted((one, other) => other.left - one.left),
  }));
  const all = curves.flatMap(({ places }) => places);
  const shares = [...new Set(all.map(({ left }) => left))].sort((one, other) => other - one);
  const vertical = verticalAxis(rangeOf([...all.map(({ mean }) => mean), ...(level === undefined ? [] : [level])]));
  const inPercent = (share: number) => formatPercent(share, share < 0.01 ? 1 : 0);
  const figures = curves.map(({ label, places }) => {
    return `${label}: ${places.map(({ left, mean }) => `${inPercent(left)}: ${formatShortest(mean)}`).join(", ")}`;
  });
  return drawChart(
    `${title}, ${quantity} by the share of a layer’s weights that is left${vertical.note}. ${figures.join("; ")}.`,
    {
      ...{ width: 400, height: 260, style: { maxWidth: "400px" } },
      ...{ marginTop: 16, marginRight: 16, marginBottom: 42, marginLeft: 48 },
      x: { type: "log", domain: [shares[0]! * 1.1, shares.at(-1)! / 1.1] },
      y: vertical.scale,
      marks: [
        ...vertical.marks,
        axisX(shares, {
          ...{ label: "weights left in the layer", labelAnchor: "center", labelArrow: "none", tickSize: 0 },
          text: inPercent,
        }),
        ...(level === undefined ? [] : [ruleY([level], { stroke: "var(--muted)", strokeDasharray: "5 4" })]),
        ...curves.flatMap(({ label, colour, places }, index) => curveMarks(label, colour, places, index)),
      ],
    },
  );
}

function curveMarks(label: string, colour: string, places: readonly Place[], index: number): Markish[] {
  const place = { x: "left", y: "mean" } as const;
  return [
    line(places, { ...place, stroke: colour, strokeWidth: 1.8 }),
    dot(places, {
      ...{ ...place, r: 3, fill: colour },
      title: ({ left, mean }: Place) => `${label}, ${formatPercent(left, 0)} left: ${formatShortest(mean)}`,
    }),
    // In the corner that curves which rise to the right leave free.
    text([label], {
      ...{ frameAnchor: "top-left", dx: 8, dy: 4 + 16 * index, text: [label], fill: colour, fontWeight: 600 },
      ...{ stroke: "var(--paper)", strokeWidth: 4 },
    }),
  ];
}
