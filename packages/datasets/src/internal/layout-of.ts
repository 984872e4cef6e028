import { assertArray, assertInteger, assertObject, assertOneOf, formatValue, oneLine } from "@dark-knowledge/core";
import type { DataTable } from "../data-table.ts";
import type { InferLayoutOptions } from "../layout-options.ts";
import type { CellType, ColumnRole, LayoutColumn, LayoutTargets, TableLayout } from "../table-layout.ts";
import type { TableFeature } from "../table-row.ts";
import { fail } from "./fail.ts";
import { summariseColumn } from "./summarise-column.ts";
import { columnNamed, isMissing } from "./table-cells.ts";

/** The rows of a table as far as they are known. */
export interface TableKnowledge {
  /** All rows, or those that are sampled. */
  readonly table: DataTable;
  /** The rows to look at, at most `size`, among those of the table. */
  sampled(size: number): readonly number[];
  /** The number of all rows. */
  readonly rowCount: number;
  /** The different values of a column over all rows. */
  classes(name: string, missing: readonly string[], separator?: string): readonly string[];
}

export const LAYOUT_OPTIONS = {
  label: true,
  task: true,
  inputs: true,
  ignore: true,
  weight: true,
  group: true,
  types: true,
  sample: true,
  missing: true,
  separator: true,
} as const;

/** Infers the types and roles of columns. Errors begin with `functionName`. */
export function layoutOf(
  functionName: string,
  options: InferLayoutOptions,
  { table, sampled: sampledOf, rowCount, classes }: TableKnowledge,
): TableLayout {
  const { types = {}, sample = 1000, missing = MISSING, separator = ";", weight, group } = options;
  assertInteger(functionName, "sample", sample, { min: 1 });
  for (const [argument, list] of Object.entries({ inputs: options.inputs, ignore: options.ignore, missing })) {
    if (list !== undefined) assertArray(functionName, argument, list, "Array");
  }
  assertObject(functionName, "types", types);
  const labels = [options.label ?? []].flat();
  const named = { label: labels, inputs: options.inputs, ignore: options.ignore, types: Object.keys(types) };
  for (const [argument, names] of Object.entries({
    ...named,
    weight: [weight ?? []].flat(),
    group: [group ?? []].flat(),
  })) {
    for (const name of names ?? []) assertNamed(functionName, table, argument, name);
  }
  const wanted = new Set(options.inputs ?? table.names);
  const roleOf = (name: string): ColumnRole => {
    if (labels.includes(name)) return "label";
    if (name === weight) return "weight";
    if (name === group) return "group";
    return wanted.has(name) && !options.ignore?.includes(name) ? "input" : "ignored";
  };
  const sampled = sampledOf(sample);
  const found = table.names.map((name, index): LayoutColumn => {
    const summary = summariseColumn(table.columns[index]!, sampled, missing);
    // Not what every object has: a column may be called "constructor".
    const type = Object.hasOwn(types, name) ? types[name] : undefined;
    if (type !== undefined) assertOneOf(functionName, `types.${name}`, type, TYPES);
    return { name, ...summary, role: roleOf(name), ...(type ? { type } : {}) };
  });
  const columns = withoutUseless(found, options);
  const inputs = (type: CellType) =>
    columns.filter((one) => one.role === "input" && one.type === type).map(({ name }) => name);
  const classesOf = (name: string, separator?: string) => classes(name, missing, separator);
  const layout: TableLayout = {
    version: 1,
    sampled: sampled.length,
    columns,
    features: columns.flatMap((column): TableFeature[] => featureOf(column, classesOf)),
    texts: inputs("text"),
    vectors: inputs("vector").map((name) => ({ name, size: vectorSize(columnNamed(table, name), missing) })),
    targets: targetsOf(functionName, columns, labels, { ...options, separator, classesOf, rowCount }),
    weight: weight ?? null,
    group: group ?? null,
    missing: [...missing],
    separator,
  };
  if (layout.features.length + layout.texts.length + layout.vectors.length > 0) return layout;
  const received = columns.map(({ name, type, role }) => `${name} (${type}, ${role})`).join(", ");
  return fail(functionName, "state", "table", "must have a column that is an input (set inputs or types)", received);
}

const MISSING = ["", "NA", "NaN", "nan", "null", "?"];
const TYPES = ["number", "category", "text", "vector", "identifier", "empty"] as const;

function assertNamed(functionName: string, { names, source }: DataTable, argument: string, name: string): void {
  if (names.includes(name)) return;
  fail(
    functionName,
    "range",
    argument,
    `must name columns of ${source} (${oneLine(names.join(", "), 200)})`,
    formatValue(name),
  );
}

/** Identifiers and empty columns teach nothing; unless there is nothing else, or they were asked for. */
function withoutUseless(found: readonly LayoutColumn[], { inputs }: InferLayoutOptions): readonly LayoutColumn[] {
  const isUseful = ({ type, role }: LayoutColumn) => role === "input" && type !== "identifier" && type !== "empty";
  const isAsked = inputs !== undefined || !found.some(isUseful);
  return found.map((column): LayoutColumn => {
    if (column.role !== "input" || isUseful(column)) return column;
    return isAsked && column.type === "identifier" ? { ...column, type: "text" } : { ...column, role: "ignored" };
  });
}

/** The different values of a column. */
type ClassesOf = (name: string, separator?: string) => readonly string[];

function featureOf({ name, type, role }: LayoutColumn, classesOf: ClassesOf): TableFeature[] {
  if (role !== "input") return [];
  if (type === "number") return [{ name, type }];
  return type === "category" ? [{ name, type, values: classesOf(name) }] : [];
}

function vectorSize(cells: ArrayLike<unknown>, missing: readonly string[]): number {
  const first = Array.from(cells).find((cell) => !isMissing(cell, missing)) as ArrayLike<number> | undefined;
  return first?.length ?? 0;
}

/** The settings of targets. */
interface TargetOptions extends Pick<InferLayoutOptions, "task"> {
  readonly separator: string;
  readonly classesOf: ClassesOf;
  readonly rowCount: number;
}

function targetsOf(
  functionName: string,
  columns: readonly LayoutColumn[],
  labels: readonly string[],
  options: TargetOptions,
): LayoutTargets {
  const [first] = labels;
  if (first === undefined) return { kind: "none" };
  const { separator, classesOf } = options;
  const guess = () => guessTask(columns.find(({ name }) => name === first)!, options);
  const task = options.task ?? (labels.length > 1 ? "numbers" : guess());
  assertOneOf(functionName, "task", task, ["classes", "several-classes", "numbers"]);
  if (task === "numbers") return { kind: "numbers", columns: labels };
  if (task === "several-classes") {
    const classNames = labels.length > 1 ? labels : classesOf(first, separator);
    return { kind: "several-classes", columns: labels, classNames };
  }
  if (labels.length > 1) {
    fail(functionName, "state", "label", "must be one column where it is a class", String(labels.length));
  }
  return { kind: "classes", column: first, classNames: classesOf(first) };
}

function guessTask({ type, name }: LayoutColumn, { classesOf, rowCount }: TargetOptions): "classes" | "numbers" {
  if (type !== "number") return "classes";
  const classes = classesOf(name);
  const areFew = classes.length <= 100 && classes.length <= Math.max(2, rowCount / 10);
  return areFew && classes.every((text) => Number.isInteger(Number(text))) ? "classes" : "numbers";
}
