import { assertArray, assertObject } from "@dark-knowledge/core";
import type { TableLayout } from "../table-layout.ts";

/** Throws unless it has the parts of a layout. That they fit a table is found out by reading it. */
export function assertLayout(functionName: string, layout: TableLayout): void {
  assertObject(functionName, "layout", layout);
  for (const name of ["features", "texts", "vectors", "missing"] as const) {
    assertArray(functionName, `layout.${name}`, layout[name], "Array");
  }
  assertObject(functionName, "layout.targets", layout.targets);
}
