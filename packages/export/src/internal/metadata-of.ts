import { ArgumentError, formatValue } from "@dark-knowledge/core";

/** The fields of an object as entries of a file: texts as they are, others as JSON. */
export function metadataOf(functionName: string, metadata: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(metadata).flatMap(([key, value]) => {
      if (typeof value === "string") return [[key, value]];
      try {
        const json = JSON.stringify(value) as string | undefined;
        return json === undefined ? [] : [[key, json]];
      } catch {
        throw new ArgumentError({
          ...{ functionName, argument: `metadata.${key}`, expected: "must be a text or what JSON can hold" },
          ...{ received: formatValue(value), code: "state" },
        });
      }
    }),
  );
}
