import type { MetricRecord } from "../metric-record.ts";
import { METRICS } from "../metrics.ts";
import type { NetRecord } from "../net-record.ts";
import type { DatasetRecord, RunRecord } from "../run-record.ts";

/** A measured net: as trained, or after its biases were changed. */
export type Measured = Pick<NetRecord, "figures"> & Partial<NetRecord>;

/** Metrics that are fields of the net itself. */
const OWN = ["parameters", "transferSize", "passes", "seconds"] as const;

/** `metricValue` for arguments that are right. */
export function measuredValue(metric: MetricRecord, net: Measured, dataset: DatasetRecord): number | undefined {
  const { key, shareOf, outOf } = metric;
  const own = OWN.find((name) => name === key);
  const recorded = net.figures[key] ?? net.fidelity?.[key] ?? (own && net[own]);
  if (recorded !== undefined || shareOf === undefined || outOf === undefined) return recorded;
  const [count, size] = [net.figures[shareOf], dataset.sizes[outOf]];
  return count === undefined || size === undefined ? undefined : count / size;
}

/** `metricsOf` for arguments that are right. */
export function measuredMetrics(
  { metrics: own = [], dataset }: Pick<RunRecord, "metrics" | "dataset">,
  nets: readonly Measured[],
): readonly MetricRecord[] {
  const replaced = new Map(own.map((metric) => [metric.key, metric]));
  const common = METRICS.map((metric) => replaced.get(metric.key) ?? metric);
  const added = own.filter(({ key }) => !METRICS.some((metric) => metric.key === key));
  const end = common.findIndex(({ key }) => OWN.some((name) => name === key));
  return [...common.slice(0, end), ...added, ...common.slice(end)].filter((metric) =>
    nets.some((net) => measuredValue(metric, net, dataset) !== undefined),
  );
}
