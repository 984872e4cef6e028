import { assertFields, oneLine } from "@dark-knowledge/core";

/** The name of a file for errors, which may be anything. */
export function sourceName(functionName: string, source: string | undefined, otherwise: string): string {
  assertFields(functionName, { source }, { source: "text?" });
  return oneLine(source ?? otherwise);
}
