import {
  ArgumentError,
  assertInteger,
  assertNumber,
  assertOneOf,
  assertOptions,
  formatValue,
} from "@dark-knowledge/core";
import type { Dataset } from "@dark-knowledge/datasets";
import type { EarlyStopping, Metric } from "../metric.ts";
import type { TrainingOptions } from "../training-options.ts";
import { assertFigure, type Better, figuresOf, mainFigure } from "./figures.ts";
import type { Task } from "./task.ts";

/** Checks what of a run goes by its validation set. Gives the name of the figure by which the best weights are kept, if they are. */
export function assertWatching(
  functionName: string,
  task: Task,
  validation: Dataset | undefined,
  figures: ReadonlyMap<string, Better>,
  { metrics = [], earlyStopping, keepBest = earlyStopping !== undefined }: TrainingOptions,
): string | undefined {
  assertMetrics(functionName, task, metrics);
  const wanted = {
    metrics: metrics.length > 0,
    earlyStopping: earlyStopping !== undefined,
    keepBest: keepBest !== false,
  };
  for (const [name, isWanted] of Object.entries(wanted)) {
    if (!isWanted || validation !== undefined) continue;
    const expected = `must be given with ${name}`;
    throw new ArgumentError({ functionName, argument: "validation", expected, received: "undefined", code: "state" });
  }
  if (earlyStopping !== undefined) assertEarlyStopping(functionName, earlyStopping, figures, mainFigure(task));
  if (keepBest === false) return undefined;
  const best = keepBest === true ? (earlyStopping?.metric ?? mainFigure(task)) : keepBest;
  assertFigure(functionName, "keepBest", best, figures.keys());
  return best;
}

function assertEarlyStopping(
  functionName: string,
  earlyStopping: EarlyStopping,
  figures: ReadonlyMap<string, Better>,
  main: string,
): void {
  const names = { patience: true, metric: true, minDelta: true } as const;
  assertOptions<EarlyStopping>(functionName, earlyStopping, names, {}, "earlyStopping");
  const { patience, metric = main, minDelta = 0 } = earlyStopping;
  assertInteger(functionName, "earlyStopping.patience", patience, { min: 1 });
  assertNumber(functionName, "earlyStopping.minDelta", minDelta, { min: 0 });
  assertFigure(functionName, "earlyStopping.metric", metric, figures.keys());
}

function assertMetrics(functionName: string, task: Task, metrics: readonly Metric[]): void {
  const taken = new Set(["size", ...figuresOf(task).keys()]);
  for (const [index, metric] of metrics.entries()) {
    const argument = `metrics[${index}]`;
    assertOptions<Metric>(functionName, metric, { name: true, better: true, compute: true }, {}, argument);
    const { name, better, compute } = metric;
    const fail = (member: string, expected: string, received: unknown): never => {
      const parts = { functionName, argument: `${argument}.${member}`, expected, received: formatValue(received) };
      throw new ArgumentError({ ...parts, code: "dtype" });
    };
    if (typeof name !== "string" || name === "") fail("name", "must be a name", name);
    if (taken.has(name)) fail("name", "must be another one than those of the other figures", name);
    taken.add(name);
    assertOneOf(functionName, `${argument}.better`, better, ["lower", "higher"]);
    if (typeof compute !== "function") fail("compute", "must be a function of logits and validation set", compute);
  }
}
