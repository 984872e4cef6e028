import { ArgumentError, formatValue } from "@dark-knowledge/core";

/** Throws unless targets are an object, which a caller without types may have got wrong. */
export function assertTargetsObject(functionName: string, targets: unknown, members: string): void {
  if (typeof targets === "object" && targets !== null) return;
  throw new ArgumentError({
    functionName,
    argument: "targets",
    expected: `must be an object with ${members}`,
    received: formatValue(targets),
    code: "state",
  });
}
