import { ArgumentError, assertInteger, formatValue } from "@dark-knowledge/core";

/** Throws an ArgumentError unless a value is a list of at least `shortest` integers above 0. */
export function assertSizes(functionName: string, argument: string, value: unknown, shortest: number): void {
  if (!Array.isArray(value) || value.length < shortest) {
    throw new ArgumentError({
      ...{ functionName, argument },
      expected: shortest > 0 ? "must be a list of sizes, at least one" : "must be a list of sizes",
      received: formatValue(value),
      code: "dtype",
    });
  }
  value.forEach((size, index) => {
    assertInteger(functionName, `${argument}[${index}]`, size, { min: 1 });
  });
}
