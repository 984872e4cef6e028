import { axisX, axisY, frame, type Markish, rect, ruleX, ruleY, text } from "@observablehq/plot";
import { formatCount } from "../../format-number.ts";
import type { Html } from "../../page/html.ts";
import { classLabel, labelWidth } from "../class-label.ts";
import { drawChart } from "../draw-chart.ts";
import type { ConfusionCell } from "../sum-confusion.ts";

/** Options of a confusion matrix. */
export interface ConfusionMatrixOptions {
  readonly label: string;
  readonly classNames: readonly string[];
  /** The share of a row that gets the strongest colour; the same for all matrices that are compared. */
  readonly strongest: number;
}

/** Up to this many classes the cells are large and the matrix shrinks with the page. */
export const FEW_CLASSES = 16;

/** Draws true classes down and predicted classes across; the colour of an error shows its share of the true class. */
export function drawConfusionMatrix(cells: readonly ConfusionCell[], options: ConfusionMatrixOptions): Html {
  const labels = options.classNames.map(classLabel);
  const isSmall = labels.length <= FEW_CLASSES;
  const digits = Math.max(1, ...cells.map(({ count }) => formatCount(count).length));
  const fontSize = isSmall ? 11 : 8;
  const cellSize = Math.max(isSmall ? 32 : 16, Math.ceil(digits * fontSize * 0.62) + 2);
  const labelRoom = labelWidth(labels, 11) + 10;
  const isTurned = labelRoom > cellSize + 8;
  const margins = { marginTop: (isTurned ? labelRoom : 18) + 20, marginLeft: labelRoom + 20 };
  const side = labels.length * cellSize;
  const width = side + margins.marginLeft + 4;
  return drawChart(describe(cells, options.label), {
    width,
    // Small cells must stay readable: the page lets such a matrix scroll.
    style: isSmall ? {} : { minWidth: `${Math.floor(0.9 * width)}px`, maxWidth: `${width}px` },
    height: side + margins.marginTop + 4,
    ...margins,
    marginRight: 4,
    marginBottom: 4,
    x: { domain: [0, labels.length], label: null },
    y: { domain: [labels.length, 0], label: null },
    marks: [
      ...axisMarks(labels, isTurned),
      ...gridMarks(labels.length),
      ...cellMarks(cells, options, fontSize),
      frame({ stroke: "var(--rule)" }),
    ],
  });
}

function axisMarks(labels: readonly string[], isTurned: boolean): Markish[] {
  const middles = labels.map((_, index) => index + 0.5);
  const shared = { tickSize: 0, fontSize: 11, tickFormat: (_: number, index: number) => labels[index]! };
  const title = { labelAnchor: "center" as const, labelArrow: "none" as const };
  const turned = isTurned ? { tickRotate: -90 } : {};
  return [
    axisX(middles, { ...shared, ...title, ...turned, anchor: "top", label: "predicted" }),
    axisY(middles, { ...shared, ...title, label: "true" }),
  ];
}

function gridMarks(classes: number): Markish[] {
  const edges = Array.from({ length: classes - 1 }, (_, index) => index + 1);
  return [ruleX(edges, { stroke: "var(--grid)" }), ruleY(edges, { stroke: "var(--grid)" })];
}

function cellMarks(cells: readonly ConfusionCell[], options: ConfusionMatrixOptions, fontSize: number): Markish[] {
  const { classNames, strongest } = options;
  const strengthOf = ({ trueClass, predictedClass, share }: ConfusionCell) =>
    trueClass === predictedClass ? 0 : 0.08 + 0.92 * (share / strongest) ** 0.7;
  const box = {
    x1: "predictedClass",
    x2: (cell: ConfusionCell) => cell.predictedClass + 1,
    y1: "trueClass",
    y2: (cell: ConfusionCell) => cell.trueClass + 1,
    inset: 0.5,
  };
  const right = cells.filter(({ trueClass, predictedClass }) => trueClass === predictedClass);
  const wrong = cells.filter(({ trueClass, predictedClass }) => trueClass !== predictedClass);
  return [
    rect(right, { ...box, fill: "var(--right)" }),
    rect(wrong, { ...box, fill: "var(--error)", fillOpacity: { value: strengthOf, scale: null } }),
    text(cells, {
      x: (cell: ConfusionCell) => cell.predictedClass + 0.5,
      y: (cell: ConfusionCell) => cell.trueClass + 0.5,
      text: ({ count }: ConfusionCell) => formatCount(count),
      fill: (cell: ConfusionCell) => inkOn(cell, strengthOf(cell)),
      fontSize,
      title: ({ trueClass, predictedClass, count }: ConfusionCell) =>
        `${classNames[trueClass]} taken for ${classNames[predictedClass]}: ${formatCount(count)}`,
    }),
  ];
}

function inkOn({ trueClass, predictedClass }: ConfusionCell, strength: number): string {
  if (trueClass === predictedClass) return "var(--muted)";
  return strength > 0.66 ? "var(--paper)" : "var(--ink)";
}

function describe(cells: readonly ConfusionCell[], label: string): string {
  const count = (wanted: boolean) =>
    cells
      .filter(({ trueClass, predictedClass }) => (trueClass === predictedClass) === wanted)
      .reduce((sum, cell) => sum + cell.count, 0);
  return `Confusion matrix of ${label}: ${formatCount(count(true))} right, ${formatCount(count(false))} wrong.`;
}
