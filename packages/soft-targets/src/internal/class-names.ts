import { formatValue } from "@dark-knowledge/core";

/** Whether two lists of names are equal. */
export function isSameList(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name, index) => name === other[index]);
}

/** A list of classes in a few words. */
export function nameClasses(names: readonly string[]): string {
  const shown = names.slice(0, 4).map(formatValue);
  return `${shown.join(", ")}${names.length > 4 ? `, … (${names.length})` : ""}`;
}
