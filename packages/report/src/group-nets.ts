import { type Mark, markOf } from "./mark-of.ts";
import type { NetRecord, NetRole } from "./net-record.ts";

/** Nets that differ by their seed alone. */
export interface NetGroup {
  readonly role: NetRole;
  readonly name: string;
  /** What tables and charts call them. */
  readonly label: string;
  readonly mark: Mark;
  readonly isBaseline: boolean;
  readonly table: string | undefined;
  readonly architecture: string | undefined;
  /** At least one, in the order of the record. */
  readonly nets: readonly NetRecord[];
}

/**
 * Nets by what they are: those of one role, name and table differ by their seed. Groups are in the order of their first nets.
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

/** What nets that differ by their seed alone have in common. */
export function groupKey({ role, name, table }: NetRecord): string {
  return JSON.stringify([role, name, table]);
}

function groupOf(nets: readonly NetRecord[]): NetGroup {
  const { role, name, label = name, baseline = false, table, architecture } = nets[0]!;
  return { role, name, label, mark: markOf(nets[0]!), isBaseline: baseline, table, architecture, nets };
}
