import { assertFields } from "@dark-knowledge/core";

/** Throws unless a value is a number, be it NaN or infinite. */
export function assertNumeric(functionName: string, argument: string, value: unknown): asserts value is number {
  if (typeof value !== "number") assertFields(functionName, { [argument]: value }, { [argument]: "number" });
}
