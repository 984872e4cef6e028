import { assertFields } from "@dark-knowledge/core";
import { assertRecord } from "./assert-record.ts";
import { formatMetric, formatReference } from "./format-metric.ts";
import { formatPercent } from "./format-number.ts";
import { assertNets } from "./internal/assert-nets.ts";
import { gapOf } from "./internal/gap-of.ts";
import { groupsOf, type NetGroup } from "./internal/group.ts";
import { measuredMetrics } from "./internal/measured.ts";
import { summaryOf } from "./internal/seed-values.ts";
import type { MetricRecord } from "./metric-record.ts";
import type { NetRecord } from "./net-record.ts";
import type { RunRecord } from "./run-record.ts";
import type { Table, TableCell, TableColumn } from "./table.ts";

/** Options of {@link netTable}. */
export interface NetTableOptions {
  /** Nets of the record. Default: all. */
  readonly nets?: readonly NetRecord[];
  readonly title?: string;
  readonly caption?: string;
  /** Columns to leave out: keys of metrics, `gapClosed`, `layers` or `seeds`. */
  readonly without?: readonly string[];
}

/** A column with the cell of every group. */
interface Column extends TableColumn {
  readonly key: string;
  readonly cells: readonly TableCell[];
}

/** The cell of a value that was not measured. */
const NOTHING = "–";

/**
 * Makes a table of nets, with one row for nets that differ only by their seed. Columns: each metric that one of them
 * has, as `mean ± sample standard deviation` over the seeds, followed by the numbers that the record cites for it; the
 * gap closed, where there is a baseline; layers and seeds.
 *
 * @throws ArgumentError when the parts of `record` or of `options` are inconsistent
 * @see {@link markdownTable} for the table as text
 *
 * @example
 * ```ts
 * import { netTable } from "@dark-knowledge/report";
 *
 * const { columns, rows } = netTable({
 *   experiment: "mine", title: "odd or even", spec: {}, versions: {}, backend: "cpu",
 *   dataset: { name: "toy", sizes: { test: 200 }, classNames: ["even", "odd"] },
 *   examples: [],
 *   nets: [8, 10].map((errors, seed) => ({ role: "teacher", name: "big", architecture: "2-9-2", seed, figures: { errors } })),
 *   references: [{ source: "paper", net: "big", metric: "errors", value: 7 }],
 * });
 * columns.map(({ title }) => title); // => ["net", "test errors", "paper", "error rate", "layers", "seeds"]
 * rows[0]?.cells; // => ["big", "9.0 ± 1.4", "7", "4.50 ± 0.71 %", "2-9-2", "2"]
 * ```
 */
export function netTable(record: RunRecord, options: NetTableOptions = {}): Table {
  assertRecord("netTable", record);
  assertFields("netTable", options, { title: "text?", caption: "text?", without: "texts?" }, { prefix: "options." });
  if (options.nets !== undefined) assertNets("netTable", "options.nets", options.nets, record);
  const { nets = record.nets, title = "Result", caption, without = [] } = options;
  const groups = groupsOf(nets);
  const [first, ...metrics] = measuredMetrics(record, nets)
    .filter(({ isDetail }) => !isDetail)
    .map((metric) => metricColumns(metric, groups, record));
  const columns = [
    ...(first ?? []),
    gapColumn(groups, record),
    ...metrics.flat(),
    layersColumn(groups),
    seedsColumn(groups),
  ]
    .flatMap((column) => column ?? [])
    .filter(({ key }) => !without.includes(key));
  return {
    title,
    ...(caption === undefined ? {} : { caption }),
    columns: [{ title: "net", isText: true }, ...columns.map(({ key: _, cells: __, ...column }) => column)],
    rows: groups.map(({ label, mark }, row) => ({ mark, cells: [label, ...columns.map(({ cells }) => cells[row]!)] })),
  };
}

/** The columns of a metric: the metric itself, then one per cited source. */
function metricColumns(metric: MetricRecord, groups: readonly NetGroup[], record: RunRecord): readonly Column[] {
  const { key, title, short } = metric;
  const cells = groups.map((group) => {
    const summary = summaryOf(group, metric, record);
    return summary === undefined ? NOTHING : formatMetric(metric, summary);
  });
  return [
    { key, title, ...(short === undefined ? {} : { short }), cells },
    ...referenceColumns(metric, groups, record),
  ];
}

function referenceColumns(metric: MetricRecord, groups: readonly NetGroup[], { references = [] }: RunRecord): Column[] {
  const names = new Set(groups.map(({ name }) => name));
  const own = references.filter(
    ({ net, metric: key, corrected }) => key === metric.key && names.has(net) && corrected === undefined,
  );
  return [...new Set(own.map(({ source }) => source))].map((source) => {
    const cells = groups.map(({ name }) => {
      const found = own.find((one) => one.source === source && one.net === name);
      return found === undefined ? NOTHING : formatReference(metric, found.value);
    });
    return { key: metric.key, title: source, cells };
  });
}

function gapColumn(groups: readonly NetGroup[], record: RunRecord): Column | undefined {
  const gaps = groups.map((group) => (group.role === "student" ? gapOf(record, group) : undefined));
  if (gaps.every((gap) => gap === undefined)) return undefined;
  const cells = gaps.map((gap) => (gap === undefined ? NOTHING : formatPercent(gap, 0)));
  return { key: "gapClosed", title: "gap closed", cells };
}

function layersColumn(groups: readonly NetGroup[]): Column | undefined {
  if (groups.every(({ architecture }) => architecture === undefined)) return undefined;
  return { key: "layers", title: "layers", cells: groups.map(({ architecture = NOTHING }) => architecture) };
}

function seedsColumn(groups: readonly NetGroup[]): Column {
  return { key: "seeds", title: "seeds", cells: groups.map(({ nets }) => String(nets.length)) };
}
