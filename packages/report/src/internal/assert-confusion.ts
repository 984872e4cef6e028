import { assertFields, assertShape } from "@dark-knowledge/core";
import type { Confusion } from "../net-record.ts";

/** Throws unless a matrix of confusions has a row and a column for each class. */
export function assertConfusion(functionName: string, argument: string, confusion: Confusion, classes: number): void {
  assertFields(functionName, { [argument]: confusion }, { [argument]: "rows" });
  const columns = confusion.find((row) => row.length !== classes)?.length ?? classes;
  assertShape(functionName, argument, [confusion.length, columns], [classes, classes], "classNames");
}
