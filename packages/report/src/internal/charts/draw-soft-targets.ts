import { axisX, axisY, type Markish, rect, ruleY } from "@observablehq/plot";
import type { ModelRole } from "../../run-record.ts";
import { classLabel, labelWidth } from "../class-label.ts";
import { drawChart, roleColour } from "../draw-chart.ts";
import { formatPercent } from "../format-number.ts";
import type { Html } from "../html.ts";
import type { SoftBar } from "../soften-example.ts";

/** What a panel of soft targets is drawn with. */
export interface SoftTargetOptions {
  /** The classes to draw, in order. */
  readonly classes: readonly number[];
  readonly classNames: readonly string[];
  /** What the models are called. */
  readonly names: Readonly<Record<ModelRole, string>>;
  readonly trueClass: number;
  readonly temperature: number;
  /** The top of the vertical axis, from 0 to 1. */
  readonly top: number;
}

/** The part of a class's width that its bars take together. */
const FILLED = 0.78;

/** One group of bars per class, one bar per model: what the models answer to one example at one temperature. */
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
    marginLeft: 44,
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

function barMark(bars: readonly SoftBar[], { classes, classNames, names }: SoftTargetOptions): Markish {
  const roles = [...new Set(bars.map(({ role }) => role))];
  const width = FILLED / roles.length;
  const left = ({ role, classIndex }: SoftBar) =>
    classes.indexOf(classIndex) + (1 - FILLED) / 2 + roles.indexOf(role) * width;
  return rect(
    bars.filter(({ classIndex }) => classes.includes(classIndex)),
    {
      x1: left,
      x2: (bar: SoftBar) => left(bar) + width,
      y1: 0,
      y2: "prob",
      fill: ({ role }: SoftBar) => roleColour(role),
      insetRight: 0.5,
      title: ({ role, classIndex, prob }: SoftBar) =>
        `${names[role]}, ${classNames[classIndex]}: ${formatPercent(prob, 2)}`,
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

function describe(bars: readonly SoftBar[], { temperature, classNames, names }: SoftTargetOptions): string {
  const roles = [...new Set(bars.map(({ role }) => role))];
  const answers = roles.map((role) => {
    const top = bars.filter((bar) => bar.role === role).sort((a, b) => b.prob - a.prob);
    return `${names[role]} ${top
      .slice(0, 3)
      .map(({ classIndex, prob }) => `${classNames[classIndex]} ${formatPercent(prob, 1)}`)
      .join(", ")}`;
  });
  return `T = ${temperature}: ${answers.join("; ")}.`;
}
