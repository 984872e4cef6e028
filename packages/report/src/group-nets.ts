import { type Mark, markOf } from "./mark-of.ts";
import type { NetRecord, NetRole } from "./net-record.ts";

/** Nets that differ only by their seed. */
export interface NetGroup {
  readonly role: NetRole;
  readonly name: string;
  /** The name in tables and charts. */
  readonly label: string;
  readonly mark: Mark;
  readonly isBaseline: boolean;
  readonly table: string | undefined;
  readonly architecture: string | undefined;
  /** At least one, in the order of the record. */
  readonly nets: readonly NetRecord[];
}

/**
 * Groups nets by role, name and table, so that the nets of a group differ only by their seed. Groups are in the order
 * of their first nets.
 *
 * @example
 * ```ts
 * import { groupNets } from "@dark-knowledge/report";
 *
 * const net = (name: string, seed: number) => ({ role: "student", name, seed, figures: {} });
 * groupNets([net("kd", 1), net("plain", 1), net("kd", 2)]).map(({ label, nets }) => [label, nets.length]); // => [["kd", 2], ["plain", 1]]
 * ```
 */
export function groupNets(nets: readonly NetRecord[]): readonly NetGroup[] {
  const groups = new Map<string, NetRecord[]>();
  for (const net of nets) {
    const key = groupKey(net);
    groups.set(key, [...(groups.get(key) ?? []), net]);
  }
  return [...groups.values()].map(groupOf);
}

/** The identity that nets of one group share. */
export function groupKey({ role, name, table }: NetRecord): string {
  return JSON.stringify([role, name, table]);
}

function groupOf(nets: readonly NetRecord[]): NetGroup {
  const { role, name, label = name, baseline = false, table, architecture } = nets[0]!;
  return { role, name, label, mark: markOf(nets[0]!), isBaseline: baseline, table, architecture, nets };
}
