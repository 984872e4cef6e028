import { ArgumentError, formatValue } from "@dark-knowledge/core";
import type { Metric } from "../metric.ts";
import { hasVariances, type Task, type TaskKind } from "./task.ts";

/** Whether lower or higher values of a figure are better. */
export type Better = Metric["better"];

const OF_CLASSES = { errors: "lower", accuracy: "higher", nll: "lower" } as const;

/** Those of each kind, without variances. */
const TASK_FIGURES: { readonly [Kind in TaskKind]: Readonly<Record<string, Better>> } = {
  classes: OF_CLASSES,
  positions: OF_CLASSES,
  "several-classes": { ...OF_CLASSES, microF1: "higher", macroF1: "higher", meanAveragePrecision: "higher" },
  numbers: { rmse: "lower", mae: "lower", r2: "higher" },
};

const OF_VARIANCES = { ...TASK_FIGURES.numbers, nll: "lower" } as const;

type FigureTask = Pick<Task, "kind" | "names" | "width">;

/** The figures that every validation set of a task has. */
export function taskFiguresOf(task: FigureTask): Readonly<Record<string, Better>> {
  return hasVariances(task) ? OF_VARIANCES : TASK_FIGURES[task.kind];
}

/** Which values of a figure are better, in whichever task it is. */
export function betterOf(name: string): Better | undefined {
  return Object.values(TASK_FIGURES).find((figures) => name in figures)?.[name];
}

/** The figure that a task goes by where none is named. */
export function mainFigure(task: FigureTask): string {
  return "nll" in taskFiguresOf(task) ? "nll" : "rmse";
}

/** The figures of a validation set by name, with the run's own. */
export function figuresOf(task: FigureTask, metrics: readonly Metric[] = []): ReadonlyMap<string, Better> {
  return new Map([
    ...Object.entries(taskFiguresOf(task)),
    ...metrics.map(({ name, better }) => [name, better] as const),
  ]);
}

/** Throws an ArgumentError unless a figure of that name exists. */
export function assertFigure(
  functionName: string,
  argument: string,
  name: unknown,
  figures: Iterable<string>,
): asserts name is string {
  const names = [...figures];
  if (names.includes(name as string)) return;
  throw new ArgumentError({
    functionName,
    argument,
    expected: `must be a figure of the validation set (${names.join(", ")})`,
    received: formatValue(name),
    code: "range",
  });
}

/** Where in a list the best value stands, the first of equals; one counts as better only by more than `minDelta`. */
export function indexOfBest(values: readonly number[], better: Better, minDelta = 0): number {
  const sign = better === "lower" ? 1 : -1;
  let best = 0;
  values.forEach((value, index) => {
    if (sign * value < sign * values[best]! - minDelta) best = index;
  });
  return best;
}
