import { assertRecord } from "./assert-record.ts";
import { formatMetric } from "./format-metric.ts";
import { formatPercent, formatPlural } from "./format-number.ts";
import { assertGroup } from "./internal/assert-nets.ts";
import { comparisonOf, studentsAmong } from "./internal/comparison.ts";
import { gapOf } from "./internal/gap-of.ts";
import { groupsOf, type NetGroup } from "./internal/group.ts";
import { seedValues } from "./internal/seed-values.ts";
import type { MetricRecord } from "./metric-record.ts";
import type { RunRecord } from "./run-record.ts";
import { type Summary, summarise } from "./summarise.ts";

/**
 * States in one plain sentence what the soft targets changed.
 *
 * The number is the mean of `baseline − student` in test errors, or in the first metric that both have. If both have
 * the same seeds, the difference is taken seed by seed, and the spread is the sample standard deviation of those
 * differences. Otherwise it is the difference of the means, with the spread `√(s_baseline² + s_student²)`. A difference
 * no larger than its spread is called unclear, and the sentence says when there is only one seed.
 *
 * @param student nets that differ only by their seed. Default: the first student on soft targets in the baseline's
 * table
 * @throws ArgumentError when the parts of `record` are inconsistent, or `student` has the wrong type
 * @see {@link gapClosed} for how the baseline and the teacher are found
 *
 * @example
 * ```ts
 * import { compareStudents, type NetRecord, type RunRecord } from "@dark-knowledge/report";
 *
 * const nets = (parts: Omit<NetRecord, "seed" | "figures">, errorsBySeed: number[]): NetRecord[] =>
 *   errorsBySeed.map((errors, seed) => ({ ...parts, seed, figures: { errors } }));
 * const record: RunRecord = {
 *   experiment: "mine", title: "two classes", spec: {}, versions: {}, backend: "cpu",
 *   dataset: { name: "toy", sizes: { test: 200 }, classNames: ["0", "1"] },
 *   examples: [],
 *   nets: [
 *     ...nets({ role: "teacher", name: "big" }, [10]),
 *     ...nets({ role: "student", name: "plain", baseline: true }, [29, 30, 31]),
 *     ...nets({ role: "student", name: "kd", temperature: 4 }, [16, 15, 14]),
 *   ],
 * };
 * compareStudents(record); // => "Soft targets took 15.0 ± 2.0 errors off, 75 % of the way to the teacher (3 seeds)."
 * ```
 */
export function compareStudents(record: RunRecord, student?: NetGroup): string {
  assertRecord("compareStudents", record);
  if (student !== undefined) assertGroup("compareStudents", "student", student, record);
  const { metric, baseline, student: after } = comparisonOf(record, student);
  if (baseline === undefined) return "Nothing to compare: no net of the run is a baseline.";
  if (after === undefined) return "Nothing to compare: the run has no student on soft targets.";
  if (metric === undefined)
    return "Nothing to compare: the baseline and the student were measured by no common metric.";
  const [before, values] = [seedValues(baseline, metric, record), seedValues(after, metric, record)];
  const isPaired = hasSameSeeds(before, values);
  const gain = gainOf(before, values, isPaired, metric);
  const seeds = `(${seedsOf(before.length, values.length, isPaired)})`;
  const others = studentsAmong(groupsOf(record.nets), baseline).length > 1;
  const whose = others && student === undefined ? ` with ${after.label}` : "";
  if (gain.mean === 0 && !gain.spread)
    return `Soft targets made no difference to the ${nounOf(metric)}${whose} ${seeds}.`;
  const change = `Soft targets ${changeOf(metric, gain)}${whose}`;
  if (gain.spread !== undefined && Math.abs(gain.mean) <= gain.spread) {
    return `${change}, which is within the spread: no clear difference ${seeds}.`;
  }
  if (gain.mean < 0) return `${change}: the distilled student did worse than the baseline ${seeds}.`;
  return `${change}, ${reachOf(gapOf(record, after), metric)} ${seeds}.`;
}

type Values = ReturnType<typeof seedValues>;

function hasSameSeeds(before: Values, after: Values): boolean {
  const seeds = new Set(after.map(({ seed }) => seed));
  return before.length === seeds.size && before.every(({ seed }) => seeds.has(seed));
}

/** By how much the student is better, with the spread of that difference. */
function gainOf(before: Values, after: Values, isPaired: boolean, { better }: MetricRecord): Summary {
  const sign = better === "higher" ? -1 : 1;
  if (isPaired) {
    const bySeed = new Map(after.map(({ seed, value }) => [seed, value]));
    return summarise(before.map(({ seed, value }) => sign * (value - bySeed.get(seed)!)));
  }
  const left = summarise(before.map(({ value }) => value));
  const right = summarise(after.map(({ value }) => value));
  const hasSpread = left.spread !== undefined && right.spread !== undefined;
  return {
    mean: sign * (left.mean - right.mean),
    spread: hasSpread ? Math.hypot(left.spread, right.spread) : undefined,
    count: Math.min(left.count, right.count),
  };
}

/** `took 15.0 ± 2.0 errors off`, `raised the accuracy by 1.20 ± 0.30 points`. */
function changeOf(metric: MetricRecord, gain: Summary): string {
  const size = { ...gain, mean: Math.abs(gain.mean) };
  const isWorse = gain.mean < 0;
  if (metric.format === "count" && metric.better === "lower") {
    const noun = metric.unit ?? metric.title;
    const isOne = size.mean === 1 && size.spread === undefined;
    const amount = `${formatMetric(metric, size)} ${isOne ? noun.replace(/s$/, "") : noun}`;
    return isWorse ? `added ${amount}` : `took ${amount} off`;
  }
  const verb = (metric.better === "higher") === isWorse ? "lowered" : "raised";
  const amount = formatMetric(metric, size).replace(" %", " points");
  return `${verb} the ${metric.title} by ${amount}`;
}

function nounOf({ format, unit, title }: MetricRecord): string {
  return format === "count" ? `number of ${unit ?? title}` : title;
}

function reachOf(share: number | undefined, metric: MetricRecord): string {
  const isCount = metric.format === "count" && metric.better === "lower";
  const noun = metric.unit ?? metric.title;
  if (share === undefined) {
    return isCount
      ? `with no teacher that made fewer ${noun} than the baseline`
      : "with no teacher better than the baseline";
  }
  if (share > 1) return isCount ? "to fewer than the teacher makes" : "past the teacher";
  return `${formatPercent(share, 0)} of the way to the teacher`;
}

function seedsOf(before: number, after: number, isPaired: boolean): string {
  if (!isPaired) return `${before} and ${formatPlural(after, "seed")} that differ, compared by their means`;
  return before === 1 ? "1 seed, so it may be chance" : formatPlural(before, "seed");
}
