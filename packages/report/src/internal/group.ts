import { type Mark, markOf } from "../mark-of.ts";
import type { NetRecord, NetRole } from "../net-record.ts";

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

/** `groupNets` for nets that are right. */
export function groupsOf(nets: readonly NetRecord[]): readonly NetGroup[] {
  const groups = new Map<string, NetRecord[]>();
  for (const net of nets) {
    const key = groupKey(net);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [net]);
    else group.push(net);
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
