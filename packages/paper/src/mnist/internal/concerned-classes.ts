import type { Confusion, NetRecord } from "@dark-knowledge/report";

/** The classes whose biases are changed: those that the transfer set lacks, or the only ones that it has. */
export function concernedClasses({ omit = [], only = [] }: NetRecord): readonly number[] {
  return only.length > 0 ? only : omit;
}

/** The test examples of some classes, and how many of them were taken for another class. */
export function errorsOn(
  confusion: Confusion,
  classes: readonly number[],
): { readonly size: number; readonly errors: number } {
  const rows = classes.map((label) => ({ all: sum(confusion[label]!), right: confusion[label]![label]! }));
  return { size: sum(rows.map(({ all }) => all)), errors: sum(rows.map(({ all, right }) => all - right)) };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
