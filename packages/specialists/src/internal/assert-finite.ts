import { ArgumentError } from "@dark-knowledge/core";

/** Throws unless every number is finite. */
export function assertFinite(functionName: string, argument: string, values: Float32Array): void {
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return;
  throw new ArgumentError({
    functionName,
    argument: `${argument}[${bad}]`,
    expected: "must be a finite number",
    received: String(values[bad]),
    code: "range",
  });
}
