import { assertInteger, assertOptions, createRandom, deriveSeed, formatValue, oneLine } from "@dark-knowledge/core";
import type { DataTable } from "./data-table.ts";
import type { Dataset } from "./dataset.ts";
import { assertExamples } from "./internal/assert-dataset.ts";
import { assertTable } from "./internal/assert-table.ts";
import { createNumbering } from "./internal/create-numbering.ts";
import { fail } from "./internal/fail.ts";
import { storedSize } from "./internal/stored-size.ts";
import { columnNamed } from "./internal/table-cells.ts";
import type { StratifiedParts } from "./stratified-split.ts";

/** Options of {@link groupSplit}. */
export interface GroupSplitOptions {
  /** The group of each stored example, a number. */
  readonly groups: Int32Array;
  /** The most examples to select: whole groups as long as they fit. */
  readonly size: number;
  /** Determines which groups: integer from 0 to 2⁵³ − 1. */
  readonly seed: number;
}

/**
 * Splits a view in two so that no group (the frames of one speaker, the pictures of one patient) is in both: groups in random order are
 * selected as long as they fit into `size`. Both parts keep the order of the view and share its storage.
 *
 * @throws ArgumentError when `groups` are not as many as stored examples, or `size` is not a count up to the view's size
 *
 * @example
 * ```ts
 * import { createDataset, groupSplit } from "@dark-knowledge/datasets";
 *
 * const dataset = createDataset({ columns: { x: { values: new Float32Array(6), shape: [1] } } });
 * const groups = Int32Array.of(0, 0, 1, 1, 2, 2);
 * const { selected, rest } = groupSplit(dataset, { groups, size: 3, seed: 1 });
 * [selected.rows.length, rest.rows.length]; // => [2, 4]
 * ```
 */
export function groupSplit<Set extends Dataset>(dataset: Set, options: GroupSplitOptions): StratifiedParts<Set> {
  assertExamples("groupSplit", dataset);
  assertOptions<GroupSplitOptions>("groupSplit", options, { groups: true, size: true, seed: true });
  const { groups, size, seed } = options;
  const stored = storedSize(dataset);
  if (!(groups instanceof Int32Array) || groups.length !== stored) {
    const received = groups instanceof Int32Array ? String(groups.length) : typeof groups;
    fail("groupSplit", "shape", "groups", `must be an Int32Array of length ${stored} (the stored examples)`, received);
  }
  assertInteger("groupSplit", "size", size, { min: 0, max: dataset.rows.length });
  assertInteger("groupSplit", "seed", seed, { min: 0 });
  const counts = new Map<number, number>();
  for (const row of dataset.rows) counts.set(groups[row]!, (counts.get(groups[row]!) ?? 0) + 1);
  // By number, so that the order of the rows does not decide.
  const sorted = [...counts.keys()].sort((a, b) => a - b);
  const selected = new Set<number>();
  let taken = 0;
  for (const index of createRandom(deriveSeed(seed, "group split")).permutation(sorted.length)) {
    const count = counts.get(sorted[index]!)!;
    if (taken + count > size) continue;
    selected.add(sorted[index]!);
    taken += count;
  }
  return {
    selected: { ...dataset, rows: dataset.rows.filter((row) => selected.has(groups[row]!)) },
    rest: { ...dataset, rows: dataset.rows.filter((row) => !selected.has(groups[row]!)) },
  };
}

/**
 * Returns the groups of a table's rows by a column of any kind: equal cells are one group. Groups are numbered in order
 * of appearance.
 *
 * @throws ArgumentError when the column does not exist
 *
 * @example
 * ```ts
 * import { groupsOf, readCsv } from "@dark-knowledge/datasets";
 *
 * Array.from(groupsOf(readCsv("speaker,x\nann,1\nbob,2\nann,3\n"), "speaker")); // => [0, 1, 0]
 * ```
 */
export function groupsOf(table: DataTable, column: string): Int32Array {
  assertTable("groupsOf", table);
  if (!table.names.includes(column)) {
    fail("groupsOf", "range", "column", `must be one of ${oneLine(table.names.join(", "), 200)}`, formatValue(column));
  }
  return Int32Array.from(columnNamed(table, column), createNumbering());
}
