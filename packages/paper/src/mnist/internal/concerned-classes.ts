import type { Confusion, NetRecord } from "@dark-knowledge/report";

/** Returns the classes whose biases are changed: those missing from the transfer set, or the only ones in it. */
export function concernedClasses({ omit = [], only = [] }: NetRecord): readonly number[] {
  return only.length > 0 ? only : omit;
}

/** Counts the test examples of some classes and how many of them were misclassified. */
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
