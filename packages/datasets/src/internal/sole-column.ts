import type { Column } from "../column.ts";
import type { Dataset } from "../dataset.ts";
import { fail } from "./fail.ts";
import { traceTransforms } from "./trace-transforms.ts";

/** The column of a dataset that has one, of examples of one shape; throws for another one. */
export function soleColumn(functionName: string, { columns }: Dataset): Column {
  const [column, ...more] = Object.values(columns);
  if (more.length === 0 && !traceTransforms(column!).isSequence) return column!;
  const received = more.length > 0 ? `the columns ${Object.keys(columns).join(", ")}` : "sequences";
  fail(functionName, "state", "dataset", "must have one column of examples of one shape", received);
}
