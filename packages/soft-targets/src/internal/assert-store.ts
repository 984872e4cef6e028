import { ArgumentError, formatValue } from "@dark-knowledge/core";

/** Throws unless `value` is a store that was opened. */
export function assertStore(functionName: string, value: unknown): void {
  const { manifest, files, blocks } = Object(value) as Partial<Record<string, unknown>>;
  if (typeof manifest === "object" && typeof files === "object" && typeof blocks === "function") return;
  throw new ArgumentError({
    ...{ functionName, argument: "softTargets", expected: "must be a store, such as openSoftTargets opens" },
    ...{ received: formatValue(value), code: "dtype" },
  });
}
