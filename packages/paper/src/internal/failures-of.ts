import type { FailureRecord } from "@dark-knowledge/report";

/** What a record says of stages that failed; nothing when none did. */
export function failuresOf(failures: ReadonlyMap<string, Error>): { readonly failures?: readonly FailureRecord[] } {
  if (failures.size === 0) return {};
  return { failures: Array.from(failures, ([name, { message }]) => ({ name, message })) };
}
