import { ArgumentError, formatValue } from "@dark-knowledge/core";

/** Writes plain data as JSON; throws where JSON cannot represent it, as with bigints and what contains itself. */
export function toJson(functionName: string, argument: string, value: unknown, indent?: number): string {
  try {
    return JSON.stringify(value, null, indent);
  } catch {
    throw new ArgumentError({
      ...{ functionName, argument, expected: "must be plain data, as JSON can represent it" },
      ...{ received: formatValue(value), code: "range" },
    });
  }
}
