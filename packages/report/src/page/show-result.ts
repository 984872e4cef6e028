import { assertFields } from "@dark-knowledge/core";
import { assertRecord } from "../assert-record.ts";
import { assertNets } from "../internal/assert-nets.ts";
import { groupsOf } from "../internal/group.ts";
import type { NetRecord } from "../net-record.ts";
import { type NetTableOptions, netTable } from "../net-table.ts";
import type { RunRecord } from "../run-record.ts";
import type { Html } from "./html.ts";
import { dotRows, showDots } from "./show-dots.ts";
import { showSection } from "./show-section.ts";
import { showSeeds } from "./show-seeds.ts";
import { showTable } from "./show-table.ts";

/** Options of {@link showResult}. */
export interface ShowResultOptions extends Pick<NetTableOptions, "without"> {
  /** The nets in chart and table. Default: all of the record. */
  readonly nets?: readonly NetRecord[];
  /** The title of the section. Default: `Result`. */
  readonly title?: string;
  /** Sentences next to the dots, such as the source of the crosses. */
  readonly caption?: string;
  /** Sentences below the table. */
  readonly note?: string;
  /** HTML between the table and the listing of all numbers. */
  readonly parts?: readonly (Html | undefined)[];
}

const NOTE =
  "Figures are the mean ± the sample standard deviation over nets that differ by their seed; a single one has no spread.";

/**
 * Shows the first section of a page: a dot per seed, a table of means, and all numbers of all nets of the record,
 * folded.
 *
 * @throws ArgumentError when the parts of `record` or of `options` are inconsistent
 * @see {@link showDots} and {@link netTable} for its parts
 */
export function showResult(record: RunRecord, options: ShowResultOptions = {}): Html {
  assertRecord("showResult", record);
  const kinds = { title: "text?", caption: "text?", note: "text?", parts: "list?" } as const;
  assertFields("showResult", options, kinds, { prefix: "options." });
  if (options.nets !== undefined) assertNets("showResult", "options.nets", options.nets, record);
  const { nets = record.nets, title = "Result", caption, note, parts = [], without } = options;
  const groups = groupsOf(nets);
  const table = netTable(record, {
    nets,
    title,
    caption: note ?? NOTE,
    ...(without === undefined ? {} : { without }),
  });
  return showSection("result", title, [
    showDots(record, dotRows(record, groups), caption === undefined ? {} : { caption }),
    groups.length > 0 ? showTable(table) : undefined,
    ...parts,
    showSeeds(record),
  ]);
}
