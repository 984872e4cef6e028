import { axisX, axisY, type Markish, rect, ruleY } from "@observablehq/plot";
import { formatPercent } from "../../format-number.ts";
import type { Html } from "../../page/html.ts";
import { classLabel, labelWidth } from "../class-label.ts";
import { drawChart } from "../draw-chart.ts";
import { markColour } from "../marks.ts";
import type { SoftBar } from "../soften-example.ts";

/** Options of a panel of soft targets. */
export interface SoftTargetOptions {
  /** The classes to draw, in order. */
  readonly classes: readonly number[];
  readonly classNames: readonly string[];
  readonly trueClass: number;
  readonly temperature: number;
  /** The top of the vertical axis, from 0 to 1. */
  readonly top: number;
}

/** The share of a class's width that its bars take up together. */
const FILLED = 0.78;

/** Draws the answers of models to one example at one temperature: one group of bars per class, one bar per model. */
export function drawSoftTargets(bars: readonly SoftBar[], options: SoftTargetOptions): Html {
  const labels = options.classes.map((index) => classLabel(options.classNames[index]!));
  const labelRoom = labelWidth(labels, 11);
  const isTurned = labelRoom > 270 / labels.length;
  const marginBottom = (isTurned ? labelRoom : 14) + 8;
  return drawChart(describe(bars, options), {
    width: 310,
    height: 112 + marginBottom,
    marginTop: 8,
    marginRight: 2,
    marginBottom,
    marginLeft: 50,
    x: { domain: [0, labels.length], label: null },
    y: { domain: [0, options.top], label: null },
    marks: [
      axisY([0, options.top / 2, options.top], {
        tickSize: 0,
        label: null,
        tickFormat: (share: number) => formatPercent(share, 0),
      }),
      ruleY([options.top / 2, options.top], { stroke: "var(--grid)" }),
      barMark(bars, options),
      ruleY([0], { stroke: "var(--rule)" }),
      ...labelMarks(labels, options, isTurned),
    ],
  });
}

function barMark(bars: readonly SoftBar[], { classes, classNames }: SoftTargetOptions): Markish {
  const nets = new Set(bars.map(({ net }) => net));
  const width = FILLED / nets.size;
  const left = ({ net, classIndex }: SoftBar) => classes.indexOf(classIndex) + (1 - FILLED) / 2 + net * width;
  return rect(
    bars.filter(({ classIndex }) => classes.includes(classIndex)),
    {
      x1: left,
      x2: (bar: SoftBar) => left(bar) + width,
      y1: 0,
      y2: "prob",
      fill: ({ mark }: SoftBar) => markColour(mark),
      insetRight: 0.5,
      title: ({ label, classIndex, prob }: SoftBar) => `${label}, ${classNames[classIndex]}: ${formatPercent(prob, 2)}`,
    },
  );
}

function labelMarks(
  labels: readonly string[],
  { classes, trueClass }: SoftTargetOptions,
  isTurned: boolean,
): Markish[] {
  const isTrue = (index: number) => classes[index] === trueClass;
  const turned = isTurned ? { tickRotate: -90 } : {};
  const mark = (wanted: boolean): Markish =>
    axisX(
      labels.flatMap((_, index) => (isTrue(index) === wanted ? index + 0.5 : [])),
      {
        tickSize: 0,
        fontSize: 11,
        label: null,
        fill: wanted ? "var(--ink)" : "var(--muted)",
        fontWeight: wanted ? 700 : 400,
        tickFormat: (middle: number) => labels[Math.floor(middle)]!,
        ...turned,
      },
    );
  return [mark(false), mark(true)];
}

function describe(bars: readonly SoftBar[], { temperature, classNames }: SoftTargetOptions): string {
  const nets = [...new Set(bars.map(({ net }) => net))];
  const answers = nets.map((net) => {
    const top = bars.filter((bar) => bar.net === net).sort((a, b) => b.prob - a.prob);
    return `${top[0]!.label} ${top
      .slice(0, 3)
      .map(({ classIndex, prob }) => `${classNames[classIndex]} ${formatPercent(prob, 1)}`)
      .join(", ")}`;
  });
  return `T = ${temperature}: ${answers.join("; ")}.`;
}
