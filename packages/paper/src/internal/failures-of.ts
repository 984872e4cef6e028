import type { FailureRecord } from "@dark-knowledge/report";

/** Lists failed stages for a record; nothing when none failed. */
export function failuresOf(failures: ReadonlyMap<string, Error>): { readonly failures?: readonly FailureRecord[] } {
  if (failures.size === 0) return {};
  return { failures: Array.from(failures, ([name, { message }]) => ({ name, message })) };
}
