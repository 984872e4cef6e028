import { groupNets, type NetGroup } from "./group-nets.ts";
import type { MetricRecord } from "./metric-record.ts";
import { metricsOf, metricValue } from "./metric-value.ts";
import type { RunRecord } from "./run-record.ts";
import { type Summary, summarise } from "./summarise.ts";

/**
 * Finds the first metric that all of the groups have and for which one value is better than another; undefined where
 * there is none.
 *
 * @param groups the groups; undefined ones are ignored. Default: all of the record
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
 * Returns the values of a metric by seed, of the nets that have it.
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
 * Computes mean and spread of a metric over the seeds of a group; undefined where none of its nets has it.
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
