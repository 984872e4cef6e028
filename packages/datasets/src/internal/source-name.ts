import { formatValue, oneLine } from "@dark-knowledge/core";
import { fail } from "./fail.ts";

/** The name of a file, for errors: `otherwise` where none was given. */
export function sourceName(functionName: string, source: unknown, otherwise: string): string {
  if (source === undefined) return otherwise;
  if (typeof source !== "string") fail(functionName, "dtype", "source", "must be a text", formatValue(source));
  return oneLine(source, 200);
}
