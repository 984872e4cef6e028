import { ArgumentError, formatValue } from "@dark-knowledge/core";
import { type Dataset, datasetSize } from "@dark-knowledge/datasets";

/** Throws an ArgumentError unless `value` is a dataset with at least one example. */
export function assertDataset(functionName: string, argument: string, value: unknown): asserts value is Dataset {
  const fail = (expected: string, received: string, code: "dtype" | "range"): never => {
    throw new ArgumentError({ functionName, argument, expected, received, code });
  };
  if (!isDataset(value)) return fail("must be a dataset, such as createDataset makes", formatValue(value), "dtype");
  if (datasetSize(value) === 0) fail("must have at least one example", "0", "range");
}

/** Recognised by its members: two installed copies of the package have the same ones. */
export function isDataset(value: unknown): value is Dataset {
  return typeof value === "object" && value !== null && "rows" in value && "columns" in value;
}
