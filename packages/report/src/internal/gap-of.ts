import type { RunRecord } from "../run-record.ts";
import { comparisonOf } from "./comparison.ts";
import type { NetGroup } from "./group.ts";
import { summaryOf } from "./seed-values.ts";

/**
 * Computes how much of the gap between its baseline and its teacher a student closed; undefined where there is no gap.
 */
export function gapOf(record: RunRecord, student?: NetGroup): number | undefined {
  const { metric, ...groups } = comparisonOf(record, student);
  if (metric === undefined || groups.student?.isBaseline) return undefined;
  const mean = (group: NetGroup | undefined) => group && summaryOf(group, metric, record)?.mean;
  const [from, to, reached] = [mean(groups.baseline), mean(groups.teacher), mean(groups.student)];
  if (from === undefined || to === undefined || reached === undefined) return undefined;
  const gap = metric.better === "higher" ? to - from : from - to;
  return gap > 0 ? (reached - from) / (to - from) : undefined;
}
