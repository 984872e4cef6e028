import { groupNets, type NetGroup } from "./group-nets.ts";
import type { MetricRecord } from "./metric-record.ts";
import { metricsOf, metricValue } from "./metric-value.ts";
import type { RunRecord } from "./run-record.ts";
import { type Summary, summarise } from "./summarise.ts";

/**
 * The first metric that tells better from worse and that all of some groups were measured by; undefined where there is none.
 *
 * @param groups those that are undefined are left out; all of the record when left out
 * @see {@link summariseMetric}
 */
export function mainMetric(
  record: RunRecord,
  groups: readonly (NetGroup | undefined)[] = groupNets(record.nets),
): MetricRecord | undefined {
  const some = groups.flatMap((group) => group ?? []);
  if (some.length === 0) return undefined;
  return metricsOf(record).find(
    (metric) =>
      metric.better !== undefined &&
      !metric.isDetail &&
      some.every(({ nets }) => nets.some((net) => metricValue(metric, net, record.dataset) !== undefined)),
  );
}

/**
 * The values of a metric by seed, of the nets that were measured by it.
 *
 * @see {@link summariseMetric}
 */
export function valuesBySeed(
  { nets }: Pick<NetGroup, "nets">,
  metric: MetricRecord,
  { dataset }: RunRecord,
): readonly { readonly seed: number; readonly value: number }[] {
  return nets.flatMap((net) => {
    const value = metricValue(metric, net, dataset);
    return value === undefined ? [] : { seed: net.seed, value };
  });
}

/**
 * Mean and spread of a metric over the seeds of a group; undefined where none of its nets was measured by it.
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
export function summariseMetric(group: NetGroup, metric: MetricRecord, record: RunRecord): Summary | undefined {
  const values = valuesBySeed(group, metric, record).map(({ value }) => value);
  return values.length === 0 ? undefined : summarise(values);
}
