import { ArgumentError, formatValue } from "@dark-knowledge/core";

/** Checks that a clock was given; libraries read none by themselves. */
export function assertClock(functionName: string, now: unknown): void {
  if (typeof now === "function") return;
  throw new ArgumentError({
    functionName,
    argument: "now",
    expected: "must be a clock in milliseconds, such as () => performance.now()",
    received: formatValue(now),
    code: "dtype",
  });
}
