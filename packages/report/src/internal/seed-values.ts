import type { MetricRecord } from "../metric-record.ts";
import type { DatasetRecord, RunRecord } from "../run-record.ts";
import { type Summary, summarise } from "../summarise.ts";
import type { NetGroup } from "./group.ts";
import { measuredMetrics, measuredValue } from "./measured.ts";

/** The value of a metric for one seed. */
export interface SeedValue {
  readonly seed: number;
  readonly value: number;
}

/** `valuesBySeed` for arguments that are right. */
export function seedValues(
  { nets }: Pick<NetGroup, "nets">,
  metric: MetricRecord,
  { dataset }: { readonly dataset: DatasetRecord },
): readonly SeedValue[] {
  return nets.flatMap((net) => {
    const value = measuredValue(metric, net, dataset);
    return value === undefined ? [] : { seed: net.seed, value };
  });
}

/** `summariseMetric` for arguments that are right. */
export function summaryOf(
  group: Pick<NetGroup, "nets">,
  metric: MetricRecord,
  record: { readonly dataset: DatasetRecord },
): Summary | undefined {
  const values = seedValues(group, metric, record).map(({ value }) => value);
  return values.length === 0 ? undefined : summarise(values);
}

/** `mainMetric` for arguments that are right. */
export function commonMetric(record: RunRecord, groups: readonly (NetGroup | undefined)[]): MetricRecord | undefined {
  const some = groups.flatMap((group) => group ?? []);
  if (some.length === 0) return undefined;
  return measuredMetrics(record, record.nets).find(
    (metric) =>
      metric.better !== undefined &&
      !metric.isDetail &&
      some.every(({ nets }) => nets.some((net) => measuredValue(metric, net, record.dataset) !== undefined)),
  );
}
