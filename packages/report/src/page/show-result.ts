import { assertRecord } from "../assert-record.ts";
import { groupNets } from "../group-nets.ts";
import type { NetRecord } from "../net-record.ts";
import { type NetTableOptions, netTable } from "../net-table.ts";
import type { RunRecord } from "../run-record.ts";
import type { Html } from "./html.ts";
import { dotRows, showDots } from "./show-dots.ts";
import { showSection } from "./show-section.ts";
import { showSeeds } from "./show-seeds.ts";
import { showTable } from "./show-table.ts";

/** What the result of a run consists of. */
export interface ShowResultOptions extends Pick<NetTableOptions, "without"> {
  /** The nets in chart and table; all of the record when left out. */
  readonly nets?: readonly NetRecord[];
  /** Of the section: `Result` when left out. */
  readonly title?: string;
  /** Sentences beside the dots, as whose the crosses are. */
  readonly caption?: string;
  /** Sentences below the table. */
  readonly note?: string;
  /** What stands between the table and the single numbers. */
  readonly parts?: readonly (Html | undefined)[];
}

const NOTE =
  "Figures are the mean ± the sample standard deviation over nets that differ by their seed; a single one has no spread.";

/**
 * The section that a page begins with: a dot for each seed, a table of means, and all numbers of all nets of the record, folded.
 *
 * @throws ArgumentError when the parts of `record` do not fit together
 * @see {@link showDots} and {@link netTable} for its parts
 */
export function showResult(record: RunRecord, options: ShowResultOptions = {}): Html {
  assertRecord("showResult", record);
  const { nets = record.nets, title = "Result", caption, note, parts = [], without } = options;
  const groups = groupNets(nets);
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
