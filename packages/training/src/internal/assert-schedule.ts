import { ArgumentError, assertNumber, formatValue, type NumberBounds } from "@dark-knowledge/core";
import type { Schedule } from "../schedule.ts";

/** Throws an ArgumentError unless `schedule` is a function, or a number within `bounds`. */
export function assertSchedule(functionName: string, argument: string, schedule: Schedule, bounds: NumberBounds): void {
  if (typeof schedule === "function") return;
  if (typeof schedule === "number") {
    assertNumber(functionName, argument, schedule, bounds);
    return;
  }
  throw new ArgumentError({
    functionName,
    argument,
    expected: "must be a number or a function of the training step",
    received: formatValue(schedule),
    code: "dtype",
  });
}
