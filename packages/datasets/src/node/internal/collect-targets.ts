import { createNumbering } from "../../internal/create-numbering.ts";
import { createTableReader } from "../../internal/table-reader.ts";
import { readTableTargets, readTableWeights } from "../../internal/table-targets.ts";
import type { TableLayout } from "../../table-layout.ts";
import type { NumberTargets, Targets } from "../../targets.ts";
import type { FileTable } from "./file-table.ts";

/** Targets, weights and groups of all rows. */
interface CollectedTargets {
  readonly targets: Targets;
  readonly weights: Float32Array | undefined;
  readonly groups: Int32Array | undefined;
}

/** Reads the targets, weights and groups of all rows into memory, row group by row group. */
export async function collectTargets(
  functionName: string,
  files: FileTable,
  layout: TableLayout,
): Promise<CollectedTargets> {
  const { weight, group } = layout;
  // Only those who split the rows need it.
  const ofGroups = group !== null && files.names.includes(group) ? group : null;
  const names = [...new Set([...targetColumns(layout), ...[weight, ofGroups].filter((name) => name !== null)])];
  const total = files.starts.at(-1)!;
  const all = allocate(layout, total);
  const weights = weight === null ? undefined : new Float32Array(total);
  const groups = ofGroups === null ? undefined : { numbers: new Int32Array(total), numberOf: createNumbering() };
  for (let group = 0; names.length > 0 && group < files.starts.length - 1; group++) {
    const reader = createTableReader(functionName, await files.readGroup(functionName, group, names), layout);
    const start = files.starts[group]!;
    put(all, readTableTargets(reader, layout), start);
    weights?.set(readTableWeights(reader, layout)!, start);
    groups?.numbers.set(Int32Array.from(reader.cells(ofGroups!), groups.numberOf), start);
  }
  return { targets: withoutNeedlessKnown(all), weights, groups: groups?.numbers };
}

function targetColumns({ targets }: TableLayout): readonly string[] {
  if (targets.kind === "none") return [];
  return targets.kind === "classes" ? [targets.column] : targets.columns;
}

type CollectedKinds = Exclude<Targets, { readonly kind: "positions" }>;

function allocate({ targets }: TableLayout, total: number): CollectedKinds {
  if (targets.kind === "none") return { kind: "none" };
  if (targets.kind === "numbers") {
    const length = total * targets.columns.length;
    const arrays = { values: new Float32Array(length), known: new Uint8Array(length).fill(1) };
    return { kind: "numbers", names: targets.columns, ...arrays };
  }
  const { classNames } = targets;
  if (targets.kind === "classes") return { kind: "classes", labels: new Int32Array(total), classNames };
  return { kind: "several-classes", labels: new Int8Array(total * classNames.length), classNames };
}

function put(all: CollectedKinds, part: Targets, start: number): void {
  if (all.kind === "classes" && part.kind === "classes") all.labels.set(part.labels, start);
  if (all.kind === "several-classes" && part.kind === "several-classes") {
    all.labels.set(part.labels, start * all.classNames.length);
  }
  if (all.kind === "numbers" && part.kind === "numbers") {
    all.values.set(part.values, start * all.names.length);
    if (part.known !== undefined) all.known!.set(part.known, start * all.names.length);
  }
}

function withoutNeedlessKnown(targets: CollectedKinds): Targets {
  if (targets.kind !== "numbers" || targets.known!.includes(0)) return targets;
  const { known: _, ...rest }: NumberTargets = targets;
  return rest;
}
