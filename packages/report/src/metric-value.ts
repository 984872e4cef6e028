import type { MetricRecord } from "./metric-record.ts";
import { METRICS } from "./metrics.ts";
import type { NetRecord } from "./net-record.ts";
import type { DatasetRecord, RunRecord } from "./run-record.ts";

/** A measured net: as trained, or after its biases were changed. */
export type Measured = Pick<NetRecord, "figures"> & Partial<NetRecord>;

/** Metrics that are fields of the net itself. */
const OWN = ["parameters", "transferSize", "passes", "seconds"] as const;

/**
 * Returns the value of a metric for one net; undefined where it was not measured.
 *
 * @example
 * ```ts
 * import { METRICS, metricValue } from "@dark-knowledge/report";
 *
 * const dataset = { name: "toy", sizes: { test: 200 }, classNames: ["even", "odd"] };
 * const value = (key: string) => metricValue(METRICS.find((metric) => metric.key === key)!, { figures: { errors: 9 } }, dataset);
 * value("errors"); // => 9
 * value("errorRate"); // => 0.045
 * value("nll"); // => undefined
 * ```
 */
export function metricValue(metric: MetricRecord, net: Measured, dataset: DatasetRecord): number | undefined {
  const { key, shareOf, outOf } = metric;
  const own = OWN.find((name) => name === key);
  const recorded = net.figures[key] ?? net.fidelity?.[key] ?? (own && net[own]);
  if (recorded !== undefined || shareOf === undefined || outOf === undefined) return recorded;
  const [count, size] = [net.figures[shareOf], dataset.sizes[outOf]];
  return count === undefined || size === undefined ? undefined : count / size;
}

/**
 * Returns the metrics that at least one net of a run has: those of the record itself first, then those of {@link
 * METRICS}. An entry of the record replaces one with the same key.
 *
 * @param nets nets of the record. Default: all of them
 * @see {@link metricValue}
 */
export function metricsOf(record: RunRecord, nets: readonly Measured[] = record.nets): readonly MetricRecord[] {
  const { metrics: own = [], dataset } = record;
  const keys = new Set(own.map(({ key }) => key));
  return [...own, ...METRICS.filter(({ key }) => !keys.has(key))].filter((metric) =>
    nets.some((net) => metricValue(metric, net, dataset) !== undefined),
  );
}
