import { groupNets, type NetGroup } from "./group-nets.ts";
import type { MetricRecord } from "./metric-record.ts";
import type { RunRecord } from "./run-record.ts";
import { mainMetric } from "./summarise-metric.ts";

/** A student with the nets it is compared with. */
export interface Comparison {
  /**
   * The metric of the comparison: one that all present have, or else one of baseline and student; undefined where they
   * have none in common.
   */
  readonly metric: MetricRecord | undefined;
  readonly teacher: NetGroup | undefined;
  readonly baseline: NetGroup | undefined;
  readonly student: NetGroup | undefined;
}

/**
 * Finds the nets to compare a student with: the baseline with the same layers (in the same table where there are
 * several), and the student's own teacher, or else the first teacher.
 *
 * @param given nets that differ only by their seed. Default: the first student on soft targets in the table of the
 * first baseline
 * @see {@link gapClosed} for an example of a record
 */
export function findComparison(record: RunRecord, given?: NetGroup): Comparison {
  const groups = groupNets(record.nets);
  const baselines = groups.filter(({ isBaseline }) => isBaseline);
  const student = given ?? findStudents(groups, baselines[0])[0];
  const alike = baselines.filter(({ architecture }) => student === undefined || architecture === student.architecture);
  const baseline = alike.find(({ table }) => table === student?.table) ?? alike[0];
  const teachers = groups.filter(({ role }) => role === "teacher");
  const teacherName = student?.nets[0]?.teacher?.name;
  const teacher = teachers.find(({ name }) => name === teacherName) ?? teachers[0];
  const metric = mainMetric(record, [teacher, baseline, student]) ?? mainMetric(record, [baseline, student]);
  return { metric, teacher, baseline, student };
}

/**
 * Finds the students on soft targets that a run is about: those with a baseline's table and layers, or else with its
 * layers, or else all of them.
 *
 * @see {@link gapClosed}
 */
export function findStudents(groups: readonly NetGroup[], baseline: NetGroup | undefined): readonly NetGroup[] {
  const students = groups.filter(({ mark, isBaseline }) => mark === "student" && !isBaseline);
  if (baseline === undefined) return students;
  const wanted: readonly ((group: NetGroup) => boolean)[] = [
    ({ table, architecture }) => table === baseline.table && architecture === baseline.architecture,
    ({ architecture }) => architecture === baseline.architecture,
  ];
  return wanted.map((some) => students.filter(some)).find(({ length }) => length > 0) ?? students;
}
