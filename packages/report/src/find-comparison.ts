import { assertRecord } from "./assert-record.ts";
import { assertGroup, assertGroups } from "./internal/assert-nets.ts";
import { type Comparison, comparisonOf, studentsAmong } from "./internal/comparison.ts";
import type { NetGroup } from "./internal/group.ts";
import type { RunRecord } from "./run-record.ts";

/**
 * Finds the nets to compare a student with: the baseline with the same layers (in the same table where there are
 * several), and the student's own teacher, or else the first teacher.
 *
 * @param given nets that differ only by their seed. Default: the first student on soft targets in the table of the
 * first baseline
 * @throws ArgumentError when the parts of `record` are inconsistent, or `given` has the wrong type
 * @see {@link gapClosed} for an example of a record
 */
export function findComparison(record: RunRecord, given?: NetGroup): Comparison {
  assertRecord("findComparison", record);
  if (given !== undefined) assertGroup("findComparison", "given", given, record);
  return comparisonOf(record, given);
}

/**
 * Finds the students on soft targets that a run is about: those with a baseline's table and layers, or else with its
 * layers, or else all of them.
 *
 * @throws ArgumentError when a group has the wrong type
 * @see {@link gapClosed}
 */
export function findStudents(groups: readonly NetGroup[], baseline: NetGroup | undefined): readonly NetGroup[] {
  assertGroups("findStudents", "groups", groups);
  if (baseline !== undefined) assertGroup("findStudents", "baseline", baseline);
  return studentsAmong(groups, baseline);
}
