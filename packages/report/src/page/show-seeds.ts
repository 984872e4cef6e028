import type { RunRecord } from "../run-record.ts";
import { seedTable } from "../seed-table.ts";
import type { Html } from "./html.ts";
import { showTable } from "./show-table.ts";

/**
 * Shows all numbers of all nets of a record: folded on screen, unfolded in print. Nothing where there is no net.
 *
 * @see {@link showPage} for a page of such parts
 * @see {@link seedTable} for the table itself
 */
export function showSeeds(record: RunRecord): Html | undefined {
  const table = seedTable(record);
  return table.rows.length > 0 ? showTable(table, { fold: table.title }) : undefined;
}
