import type { RunRecord } from "../run-record.ts";

/** Counts the nets of each role, in the order of the record. */
export function countRoles({ nets }: Pick<RunRecord, "nets">): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const { role } of nets) counts.set(role, (counts.get(role) ?? 0) + 1);
  return [...counts];
}
