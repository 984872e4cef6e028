import { assertRecord } from "./assert-record.ts";
import { assertKind, assertKinds } from "./internal/assert-kind.ts";
import { DATASET, MEASURED, METRIC } from "./internal/kinds.ts";
import { type Measured, measuredMetrics, measuredValue } from "./internal/measured.ts";
import type { MetricRecord } from "./metric-record.ts";
import type { DatasetRecord, RunRecord } from "./run-record.ts";

/**
 * Returns the value of a metric for one net; undefined where it was not measured.
 *
 * @throws ArgumentError when an argument has the wrong type
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
  assertKind("metricValue", "metric", metric, METRIC);
  assertKind("metricValue", "net", net, MEASURED);
  assertKind("metricValue", "dataset", dataset, DATASET);
  return measuredValue(metric, net, dataset);
}

/**
 * Returns the metrics that at least one net of a run has, in the order of tables: those of {@link METRICS}, with those that the record adds
 * before the numbers of the net itself, such as its parameters. An entry of the record replaces one with the same key, in its place.
 *
 * @param nets nets of the record. Default: all of them
 * @throws ArgumentError when the parts of `record` are inconsistent, or a net has no figures
 * @see {@link metricValue}
 */
export function metricsOf(record: RunRecord, nets?: readonly Measured[]): readonly MetricRecord[] {
  assertRecord("metricsOf", record);
  if (nets !== undefined) assertKinds("metricsOf", "nets", nets, MEASURED);
  return measuredMetrics(record, nets ?? record.nets);
}
