import { findComparison } from "../find-comparison.ts";
import type { NetGroup } from "../group-nets.ts";
import type { RunRecord } from "../run-record.ts";
import { summariseMetric } from "../summarise-metric.ts";

/**
 * Computes how much of the gap between its baseline and its teacher a student closed; undefined where there is no gap.
 */
export function gapOf(record: RunRecord, student?: NetGroup): number | undefined {
  const { metric, ...groups } = findComparison(record, student);
  if (metric === undefined || groups.student?.isBaseline) return undefined;
  const mean = (group: NetGroup | undefined) => group && summariseMetric(group, metric, record)?.mean;
  const [from, to, reached] = [mean(groups.baseline), mean(groups.teacher), mean(groups.student)];
  if (from === undefined || to === undefined || reached === undefined) return undefined;
  const gap = metric.better === "higher" ? to - from : from - to;
  return gap > 0 ? (reached - from) / (to - from) : undefined;
}
