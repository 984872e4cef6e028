import { assertObject } from "@dark-knowledge/core";
import { assertRecord } from "./assert-record.ts";
import { assertKind } from "./internal/assert-kind.ts";
import { assertGroups, assertNets } from "./internal/assert-nets.ts";
import { groupsOf, type NetGroup } from "./internal/group.ts";
import { METRIC } from "./internal/kinds.ts";
import { commonMetric, type SeedValue, seedValues, summaryOf } from "./internal/seed-values.ts";
import type { MetricRecord } from "./metric-record.ts";
import type { RunRecord } from "./run-record.ts";
import type { Summary } from "./summarise.ts";

/**
 * Finds the first metric that all of the groups have and for which one value is better than another; undefined where
 * there is none.
 *
 * @param groups the groups; undefined ones are ignored. Default: all of the record
 * @throws ArgumentError when the parts of `record` are inconsistent, or a group has the wrong type
 * @see {@link summariseMetric}
 */
export function mainMetric(record: RunRecord, groups?: readonly (NetGroup | undefined)[]): MetricRecord | undefined {
  assertRecord("mainMetric", record);
  if (groups !== undefined) assertGroups("mainMetric", "groups", groups, record, { areOptional: true });
  return commonMetric(record, groups ?? groupsOf(record.nets));
}

/**
 * Returns the values of a metric by seed, of the nets that have it.
 *
 * @throws ArgumentError when the parts of `record` are inconsistent, or another argument has the wrong type
 * @see {@link summariseMetric}
 */
export function valuesBySeed(
  group: Pick<NetGroup, "nets">,
  metric: MetricRecord,
  record: RunRecord,
): readonly SeedValue[] {
  assertValues("valuesBySeed", group, metric, record);
  return seedValues(group, metric, record);
}

/**
 * Computes mean and spread of a metric over the seeds of a group; undefined where none of its nets has it.
 *
 * @throws ArgumentError when the parts of `record` are inconsistent, or another argument has the wrong type
 *
 * @example
 * ```ts
 * import { groupNets, METRICS, type RunRecord, summariseMetric } from "@dark-knowledge/report";
 *
 * const record: RunRecord = {
 *   experiment: "mine", title: "odd or even", spec: {}, versions: {}, backend: "cpu",
 *   dataset: { name: "toy", sizes: { test: 200 }, classNames: ["even", "odd"] },
 *   examples: [],
 *   nets: [7, 11].map((errors, seed) => ({ role: "teacher", name: "big", seed, figures: { errors } })),
 * };
 * summariseMetric(groupNets(record.nets)[0]!, METRICS[0]!, record)?.mean; // => 9
 * ```
 */
export function summariseMetric(
  group: Pick<NetGroup, "nets">,
  metric: MetricRecord,
  record: RunRecord,
): Summary | undefined {
  assertValues("summariseMetric", group, metric, record);
  return summaryOf(group, metric, record);
}

function assertValues(name: string, group: Pick<NetGroup, "nets">, metric: MetricRecord, record: RunRecord): void {
  assertRecord(name, record);
  assertObject(name, "group", group);
  assertNets(name, "group.nets", group.nets, record);
  assertKind(name, "metric", metric, METRIC);
}
