import { ArgumentError, formatValue } from "@dark-knowledge/core";
import type { Metric } from "../metric.ts";

/** Whether lower or higher values of a figure are better. */
export type Better = Metric["better"];

/** The figures that every validation set has. */
const BUILT_IN: Readonly<Record<string, Better>> = { nll: "lower", errors: "lower", accuracy: "higher" };

/** The figures of a validation set by name, with the run's own. */
export function figuresOf(metrics: readonly Metric[] = []): ReadonlyMap<string, Better> {
  return new Map([...Object.entries(BUILT_IN), ...metrics.map(({ name, better }) => [name, better] as const)]);
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
