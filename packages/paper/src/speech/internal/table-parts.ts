import { formatPercent, type NetRecord, type RunRecord, summarise } from "@dark-knowledge/report";
import type { RecordedSettings } from "../recorded/recorded-settings.ts";

/** The settings of a run on recordings, as its record has them. */
export const settingsIn = ({ an4, digits }: RunRecord["spec"]): Partial<RecordedSettings> | undefined =>
  (an4 ?? digits) as Partial<RecordedSettings> | undefined;

/** The nets of a table. */
export const netsOf = ({ nets }: RunRecord, title: string): readonly NetRecord[] =>
  nets.filter(({ table }) => table === title);

/** The nets of a name that belong to no further table, or to one. */
export function named({ nets }: RunRecord, name: string, table?: string): readonly NetRecord[] {
  return nets.filter((net) => net.name === name && net.table === table);
}

/** The part of a net that tables need. */
export type Measured = Pick<NetRecord, "seed" | "figures">;

/** The mean of a figure, and its standard deviation if there are several nets. */
export function figuresText(nets: readonly Measured[], key: string): string {
  const values = nets.flatMap(({ figures }) => figures[key] ?? []);
  if (values.length === 0) return "–";
  const { mean, spread } = summarise(values);
  return spread === undefined ? formatPercent(mean, 2) : `${(100 * mean).toFixed(2)} ± ${formatPercent(spread, 2)}`;
}

/** The mean of a figure; undefined without nets. */
export const meanOf = (nets: readonly NetRecord[], key: string): number | undefined =>
  nets.length === 0 ? undefined : nets.reduce((sum, { figures }) => sum + figures[key]!, 0) / nets.length;
