import { assertRecord } from "./assert-record.ts";
import { formatMetric } from "./format-metric.ts";
import { assertNets } from "./internal/assert-nets.ts";
import { measuredMetrics, measuredValue } from "./internal/measured.ts";
import { markOf } from "./mark-of.ts";
import type { NetRecord } from "./net-record.ts";
import type { RunRecord } from "./run-record.ts";
import { summarise } from "./summarise.ts";
import type { Table } from "./table.ts";

/**
 * Makes a table of all numbers of all nets: a row per net and a column per metric that one of them has, including those
 * that other tables leave out.
 *
 * @param nets nets of the record. Default: all
 * @throws ArgumentError when the parts of `record` or `nets` are inconsistent
 * @see {@link netTable} for means over the seeds
 */
export function seedTable(record: RunRecord, nets?: readonly NetRecord[]): Table {
  assertRecord("seedTable", record);
  if (nets !== undefined) assertNets("seedTable", "nets", nets, record);
  const all = nets ?? record.nets;
  const metrics = measuredMetrics(record, all);
  return {
    title: "All numbers, seed by seed",
    columns: [
      { title: "net", isText: true },
      { title: "seed" },
      ...metrics.map(({ title, short }) => ({ title, ...(short === undefined ? {} : { short }) })),
    ],
    rows: all.map((net) => ({
      mark: markOf(net),
      cells: [
        net.label ?? net.name,
        String(net.seed),
        ...metrics.map((metric) => {
          const value = measuredValue(metric, net, record.dataset);
          return value === undefined ? "–" : formatMetric(metric, summarise([value]));
        }),
      ],
    })),
  };
}
