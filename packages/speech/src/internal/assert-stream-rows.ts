import type { Matrix } from "@dark-knowledge/core";
import { assertFeatures } from "./assert-features.ts";
import { fail } from "./fail.ts";

/** @throws ArgumentError unless `features` are of the length of those before, if there were some */
export function assertStreamRows(functionName: string, features: Matrix, columns: number): void {
  assertFeatures(functionName, "features", features);
  if (columns === 0 || features.rows === 0 || features.columns === columns) return;
  fail(functionName, "shape", "features.columns", `must be ${columns} (as before)`, String(features.columns));
}
