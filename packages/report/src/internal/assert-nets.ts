import { ArgumentError, assertArray, assertInteger, assertShape } from "@dark-knowledge/core";
import type { CorrectedFigures, NetRecord } from "../net-record.ts";
import type { RunRecord } from "../run-record.ts";
import { assertConfusion } from "./assert-confusion.ts";
import { assertKind } from "./assert-kind.ts";
import { GROUP, NET } from "./kinds.ts";
import { measuredMetrics } from "./measured.ts";

/** Throws unless a value is a list of nets of a record. */
export function assertNets(functionName: string, argument: string, nets: unknown, record?: RunRecord): void {
  assertArray(functionName, argument, nets, "Array");
  for (const [index, net] of nets.entries())
    assertNet(functionName, `${argument}[${index}].`, net as NetRecord, record);
}

/** Throws unless a value is a group of nets of a record. */
export function assertGroup(functionName: string, argument: string, group: unknown, record?: RunRecord): void {
  assertKind(functionName, argument, group, GROUP);
  const { nets } = group as { readonly nets: readonly NetRecord[] };
  assertInteger(functionName, `${argument}.nets.length`, nets.length, { min: 1 });
  assertNets(functionName, `${argument}.nets`, nets, record);
}

/** Throws unless a value is a list of groups of nets of a record, where they may be undefined if told. */
export function assertGroups(
  functionName: string,
  argument: string,
  groups: unknown,
  record?: RunRecord,
  { areOptional = false }: { readonly areOptional?: boolean } = {},
): void {
  assertArray(functionName, argument, groups, "Array");
  for (const [index, group] of groups.entries()) {
    if (areOptional && group === undefined) continue;
    assertGroup(functionName, `${argument}[${index}]`, group, record);
  }
}

/**
 * Throws unless a value is a net. Of a record, its labels and classes exist, logits and confusions match the number of
 * classes, and counts do not exceed the size of what they count.
 */
export function assertNet(functionName: string, prefix: string, net: NetRecord, record?: RunRecord): void {
  assertKind(functionName, prefix.replace(/[.:\s]+$/, ""), net, NET, prefix);
  if (record === undefined) return;
  const { dataset, examples } = record;
  const classes = dataset.classNames.length;
  assertFigures(functionName, prefix, net, record);
  for (const list of ["omit", "only"] as const) {
    net[list]?.forEach((label, index) => {
      assertInteger(functionName, `${prefix}${list}[${index}]`, label, { min: 0, below: classes });
    });
  }
  const { exampleLogits, corrected } = net;
  if (exampleLogits !== undefined) {
    assertShape(functionName, `${prefix}exampleLogits`, [exampleLogits.length], [examples.length], "examples");
    exampleLogits.forEach((logits, index) => {
      assertShape(functionName, `${prefix}exampleLogits[${index}]`, [logits.length], [classes], "classNames");
    });
  }
  if (corrected === undefined) return;
  for (const name of ["byShares", "byTestErrors"] as const) {
    assertFigures(functionName, `${prefix}corrected.${name}.`, corrected[name], record);
  }
  const { length } = corrected.byShares.biases;
  const concerned = (net.only ?? net.omit ?? []).length;
  assertShape(functionName, `${prefix}corrected.byShares.biases`, [length], [concerned], "omit or only");
}

/** Checks that counts do not exceed the size of what they count, and that confusions have a row and a column per class. */
function assertFigures(
  functionName: string,
  prefix: string,
  { figures, confusion }: CorrectedFigures,
  record: RunRecord,
): void {
  const { sizes, classNames } = record.dataset;
  for (const { key, format, outOf } of measuredMetrics(record, [{ figures }])) {
    const [value, size] = [figures[key], outOf === undefined ? undefined : sizes[outOf]];
    const isWithin = value === undefined || Number.isNaN(value) || (value >= 0 && value <= (size ?? Infinity));
    if (format !== "count" || size === undefined || isWithin) continue;
    throw new ArgumentError({
      ...{ functionName, argument: `${prefix}figures.${key}` },
      ...{ expected: `must be a number from 0 to ${size} (as sizes.${outOf})`, received: String(value), code: "range" },
    });
  }
  if (confusion === undefined) return;
  assertConfusion(functionName, `${prefix}confusion`, confusion, classNames.length);
}
