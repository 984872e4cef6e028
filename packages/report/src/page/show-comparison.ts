import { assertFields } from "@dark-knowledge/core";
import { assertRecord } from "../assert-record.ts";
import { assertGroups } from "../internal/assert-nets.ts";
import { assertTable } from "../internal/assert-table.ts";
import { groupsOf, type NetGroup } from "../internal/group.ts";
import type { NetRecord } from "../net-record.ts";
import { type NetTableOptions, netTable } from "../net-table.ts";
import type { RunRecord } from "../run-record.ts";
import type { Table } from "../table.ts";
import { type Html, html } from "./html.ts";
import { dotRows, showDots } from "./show-dots.ts";
import { showTable } from "./show-table.ts";

/** Options of {@link showComparison}. */
export interface ShowComparisonOptions extends Pick<NetTableOptions, "without"> {
  readonly title: string;
  /** The nets that are compared with each other, in a chart and a folded table. */
  readonly nets: readonly NetRecord[];
  /** The rows before them in the chart. */
  readonly basis?: readonly NetGroup[];
  /** The folded table. Default: {@link netTable} of the nets. */
  readonly table?: Table;
}

/** The axis is logarithmic where the most errors are this many times the fewest. */
const LOG_SPAN = 5;

/**
 * Compares nets under a heading: a chart with a dot per seed, after the rows to compare with, and a folded table.
 *
 * @returns HTML, or undefined where there is no net
 * @throws ArgumentError when the parts of `record` or of `options` are inconsistent
 * @see {@link showDots} and {@link netTable} for its parts
 */
export function showComparison(record: RunRecord, options: ShowComparisonOptions): Html | undefined {
  assertRecord("showComparison", record);
  assertFields("showComparison", options, { title: "text", nets: "list" }, { prefix: "options." });
  const { title, nets, basis = [], table, without } = options;
  assertGroups("showComparison", "options.basis", basis, record);
  if (table !== undefined) assertTable("showComparison", "options.table", table);
  if (nets.length === 0) return undefined;
  const caption = "Mean ± sample standard deviation over the nets that differ by their seed.";
  const folded = table ?? netTable(record, { nets, title, ...(without === undefined ? {} : { without }) });
  const rows = dotRows(record, [...basis, ...groupsOf(nets)]);
  return html`<h3>${title}</h3>
${showDots(record, rows, { logSpan: LOG_SPAN, quantity: title, isBare: true })}
${showTable({ caption, ...folded }, { fold: `${title}: all figures` })}`;
}
