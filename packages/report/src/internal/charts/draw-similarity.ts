import { axisX, axisY, frame, rect } from "@observablehq/plot";
import { formatFixed } from "../../format-number.ts";
import type { Html } from "../../page/html.ts";
import type { SimilarityPicture } from "../../page/similarity-picture.ts";
import { classLabel, labelWidth } from "../class-label.ts";
import { drawChart } from "../draw-chart.ts";
import { orderBySet, type SetBlock } from "../order-by-set.ts";

/** Weaker correlations would not be visible. */
const FAINTEST = 0.01;

/** The correlation from which the colour is full. */
const STRONGEST = 0.5;

/** Between a label and the matrix, and outside the label, in pixels. */
const LABEL_GAP = 4;

/** Draws the correlations of classes as a heat map, in the order of the sets, which are outlined. */
export function drawSimilarity({ classNames, covariance, sets }: SimilarityPicture): Html {
  const { order, blocks } = orderBySet(covariance, sets);
  const labels = order.map((index) => classLabel(classNames[index]!));
  const cellSize = labels.length > 30 ? 11 : 18;
  const room = labelWidth(labels, 10) + 2 * LABEL_GAP;
  const side = labels.length * cellSize;
  const width = side + room + 4;
  const middles = labels.map((_, index) => index + 0.5);
  const axis = {
    ...{ tickSize: 0, tickPadding: LABEL_GAP, fontSize: 10, label: null },
    tickFormat: (_: number, index: number) => labels[index]!,
  };
  const turned = labels.some((label) => [...label].length > 1) ? { tickRotate: -90 } : {};
  return drawChart(
    `Correlations between ${classNames.length} classes in the order of ${sets.length} sets, of which each is outlined.`,
    {
      width,
      height: side + room + 4,
      style: { minWidth: `${Math.floor(0.8 * width)}px`, maxWidth: `${width}px` },
      ...{ marginTop: room, marginLeft: room, marginRight: 4, marginBottom: 4 },
      x: { domain: [0, labels.length], label: null },
      y: { domain: [labels.length, 0], label: null },
      marks: [
        axisX(middles, { ...axis, ...turned, anchor: "top" }),
        axisY(middles, axis),
        ...cellMarks(covariance, order, classNames),
        outline(
          blocks.filter(({ isCore }) => !isCore),
          { stroke: "var(--muted)", strokeWidth: 0.7 },
        ),
        outline(
          blocks.filter(({ isCore }) => isCore),
          { stroke: "var(--ink)", strokeWidth: 1.4 },
        ),
        frame({ stroke: "var(--rule)" }),
      ],
    },
  );
}

/** Draws the key of the colours. */
export function drawSimilarityKey(): Html {
  const shown = [0.01, 0.05, 0.1, 0.25, STRONGEST];
  return drawChart("Key: colours of correlations.", {
    width: 330,
    height: 34,
    style: { maxWidth: "330px" },
    ...{ marginTop: 2, marginLeft: 4, marginRight: 4, marginBottom: 18 },
    x: { domain: [0, shown.length], label: null },
    y: { domain: [0, 1], axis: null },
    marks: [
      rect(shown, {
        ...{ x1: (_: number, index: number) => index, x2: (_: number, index: number) => index + 1, y1: 0, y2: 1 },
        ...{ fill: "var(--error)", fillOpacity: { value: strengthOf, scale: null }, inset: 1 },
      }),
      axisX(
        shown.map((_, index) => index + 0.5),
        {
          ...{ tickSize: 0, fontSize: 10, label: null },
          tickFormat: (_: number, index: number) => `${shown[index]}${shown[index] === STRONGEST ? " and more" : ""}`,
        },
      ),
    ],
  });
}

interface Cell {
  readonly row: number;
  readonly column: number;
  readonly correlation: number;
}

function cellMarks(
  covariance: SimilarityPicture["covariance"],
  order: readonly number[],
  classNames: readonly string[],
) {
  const cells = order.flatMap((i, row) =>
    order.flatMap((j, column): Cell[] => {
      const correlation = covariance[i]![j]! / Math.sqrt(covariance[i]![i]! * covariance[j]![j]!);
      return i !== j && correlation >= FAINTEST ? [{ row, column, correlation }] : [];
    }),
  );
  const box = {
    x1: "column",
    x2: ({ column }: Cell) => column + 1,
    y1: "row",
    y2: ({ row }: Cell) => row + 1,
  };
  const diagonal = order.map((_, index): Cell => ({ row: index, column: index, correlation: 1 }));
  const name = (position: number) => classNames[order[position]!]!;
  return [
    rect(diagonal, { ...box, fill: "var(--right)" }),
    rect(cells, {
      ...{
        ...box,
        fill: "var(--error)",
        fillOpacity: { value: ({ correlation }: Cell) => strengthOf(correlation), scale: null },
      },
      title: ({ row, column, correlation }: Cell) => `${name(row)} and ${name(column)}: ${formatFixed(correlation, 2)}`,
    }),
  ];
}

function outline(blocks: readonly SetBlock[], stroke: { readonly stroke: string; readonly strokeWidth: number }) {
  return rect(blocks, {
    ...{ x1: ({ columns }: SetBlock) => columns[0], x2: ({ columns }: SetBlock) => columns[1] },
    ...{ y1: ({ rows }: SetBlock) => rows[0], y2: ({ rows }: SetBlock) => rows[1] },
    ...{ ...stroke, fill: "none" },
  });
}

/** The square root, so that weak correlations are visible. */
function strengthOf(correlation: number): number {
  return Math.sqrt(Math.min(1, correlation / STRONGEST));
}
