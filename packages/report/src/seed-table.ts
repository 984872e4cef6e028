import { assertRecord } from "./assert-record.ts";
import { formatMetric } from "./format-metric.ts";
import { markOf } from "./mark-of.ts";
import { metricsOf, metricValue } from "./metric-value.ts";
import type { NetRecord } from "./net-record.ts";
import type { RunRecord } from "./run-record.ts";
import { summarise } from "./summarise.ts";
import type { Table } from "./table.ts";

/**
 * Makes a table of all numbers of all nets: a row per net and a column per metric that one of them has, including those
 * that other tables leave out.
 *
 * @param nets nets of the record. Default: all
 * @throws ArgumentError when the parts of `record` are inconsistent
 * @see {@link netTable} for means over the seeds
 */
export function seedTable(record: RunRecord, nets: readonly NetRecord[] = record.nets): Table {
  assertRecord("seedTable", record);
  const metrics = metricsOf(record, nets);
  return {
    title: "All numbers, seed by seed",
    columns: [
      { title: "net", isText: true },
      { title: "seed" },
      ...metrics.map(({ title, short }) => ({ title, ...(short === undefined ? {} : { short }) })),
    ],
    rows: nets.map((net) => ({
      mark: markOf(net),
      cells: [
        net.label ?? net.name,
        String(net.seed),
        ...metrics.map((metric) => {
          const value = metricValue(metric, net, record.dataset);
          return value === undefined ? "–" : formatMetric(metric, summarise([value]));
        }),
      ],
    })),
  };
}
