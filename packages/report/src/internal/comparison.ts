import type { MetricRecord } from "../metric-record.ts";
import type { RunRecord } from "../run-record.ts";
import { groupsOf, type NetGroup } from "./group.ts";
import { commonMetric } from "./seed-values.ts";

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

/** `findComparison` for arguments that are right. */
export function comparisonOf(record: RunRecord, given?: NetGroup): Comparison {
  const groups = groupsOf(record.nets);
  const baselines = groups.filter(({ isBaseline }) => isBaseline);
  const student = given ?? studentsAmong(groups, baselines[0])[0];
  const alike = baselines.filter(({ architecture }) => student === undefined || architecture === student.architecture);
  const baseline = alike.find(({ table }) => table === student?.table) ?? alike[0];
  const teachers = groups.filter(({ role }) => role === "teacher");
  const teacherName = student?.nets[0]?.teacher?.name;
  const teacher = teachers.find(({ name }) => name === teacherName) ?? teachers[0];
  const metric = commonMetric(record, [teacher, baseline, student]) ?? commonMetric(record, [baseline, student]);
  return { metric, teacher, baseline, student };
}

/** `findStudents` for arguments that are right. */
export function studentsAmong(groups: readonly NetGroup[], baseline: NetGroup | undefined): readonly NetGroup[] {
  const students = groups.filter(({ mark, isBaseline }) => mark === "student" && !isBaseline);
  if (baseline === undefined) return students;
  const wanted: readonly ((group: NetGroup) => boolean)[] = [
    ({ table, architecture }) => table === baseline.table && architecture === baseline.architecture,
    ({ architecture }) => architecture === baseline.architecture,
  ];
  return wanted.map((some) => students.filter(some)).find(({ length }) => length > 0) ?? students;
}
