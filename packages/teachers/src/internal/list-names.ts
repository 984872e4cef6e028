import { formatValue } from "@dark-knowledge/core";

/** The first names of a list, and how many more there are. */
export function listNames(names: readonly string[]): string {
  const shown = names.slice(0, 5).map(formatValue).join(", ");
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown || "none";
}
