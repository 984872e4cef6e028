import {
  assertArray,
  assertInteger,
  assertObject,
  assertOneOf,
  assertOptions,
  formatValue,
} from "@dark-knowledge/core";
import type { DataTable } from "./data-table.ts";
import { assertTable } from "./internal/assert-table.ts";
import { classesOf } from "./internal/classes-of.ts";
import { fail } from "./internal/fail.ts";
import { summariseColumn } from "./internal/summarise-column.ts";
import { columnNamed, isMissing } from "./internal/table-cells.ts";
import type { CellType, ColumnRole, LayoutColumn, LayoutTargets, TableLayout } from "./table-layout.ts";
import type { TableFeature } from "./table-row.ts";

/** Options of {@link inferLayout}. */
export interface InferLayoutOptions {
  /** The target column, or several. Default: none. */
  readonly label?: string | readonly string[];
  /**
   * The kind of target: `"classes"`, `"several-classes"` or `"numbers"`. Default: several columns are numbers; one
   * column is a class, unless it has numbers that are not whole, or more than 100 different ones, or more than one per
   * ten rows.
   */
  readonly task?: "classes" | "several-classes" | "numbers";
  /** The columns that are inputs. Default: all others, except for identifiers and empty ones. */
  readonly inputs?: readonly string[];
  /** Columns that are not inputs. */
  readonly ignore?: readonly string[];
  /** The column with the weights of examples. */
  readonly weight?: string;
  /** The column of the groups of related examples; see {@link groupSplit}. */
  readonly group?: string;
  /** Types of columns, instead of the inferred ones. */
  readonly types?: Readonly<Record<string, CellType>>;
  /** The number of rows to sample, evenly over the table. Default: 1,000. */
  readonly sample?: number;
  /** Texts that mean "missing". Default: empty ones, `NA`, `NaN`, `nan`, `null` and `?`. */
  readonly missing?: readonly string[];
  /** The separator of several classes in one cell. Default: `";"`. */
  readonly separator?: string;
}

/**
 * Infers the types and roles of a table's columns from a sample of its rows. Classes and categories are those of all
 * rows, numbers by size, texts by code units, so that they do not depend on the order of the rows.
 *
 * @returns plain data; change it as you like before {@link datasetFromTable} uses it
 * @throws ArgumentError when a named column does not exist, or no input is left
 *
 * @example
 * ```ts
 * import { inferLayout, readCsv } from "@dark-knowledge/datasets";
 *
 * const table = readCsv("letter,width,kind\nT,2,serif\nI,5,sans\nT,3,sans\n");
 * const { targets, features } = inferLayout(table, { label: "letter" });
 * targets; // => { kind: "classes", column: "letter", classNames: ["I", "T"] }
 * features;
 * // => [{ name: "width", type: "number" }, { name: "kind", type: "category", values: ["sans", "serif"] }]
 * ```
 */
export function inferLayout(table: DataTable, options: InferLayoutOptions = {}): TableLayout {
  assertTable(NAME, table);
  assertOptions<InferLayoutOptions>(NAME, options, {
    ...{ label: true, task: true, inputs: true, ignore: true, weight: true, group: true, types: true },
    ...{ sample: true, missing: true, separator: true },
  });
  const { types = {}, sample = 1000, missing = MISSING, separator = ";", weight, group } = options;
  assertInteger(NAME, "sample", sample, { min: 1 });
  for (const [argument, list] of Object.entries({ inputs: options.inputs, ignore: options.ignore, missing })) {
    if (list !== undefined) assertArray(NAME, argument, list, "Array");
  }
  assertObject(NAME, "types", types);
  const labels = [options.label ?? []].flat();
  const named = { label: labels, inputs: options.inputs, ignore: options.ignore, types: Object.keys(types) };
  for (const [argument, names] of Object.entries({
    ...named,
    weight: [weight ?? []].flat(),
    group: [group ?? []].flat(),
  })) {
    for (const name of names ?? []) assertNamed(table, argument, name);
  }
  const roleOf = (name: string): ColumnRole => {
    if (labels.includes(name)) return "label";
    if (name === weight) return "weight";
    if (name === group) return "group";
    return (options.inputs ?? table.names).includes(name) && !options.ignore?.includes(name) ? "input" : "ignored";
  };
  const sampled = sampleRows(table.rowNumbers.length, sample);
  const found = table.names.map((name, index): LayoutColumn => {
    const summary = summariseColumn(table.columns[index]!, sampled, missing);
    if (types[name] !== undefined) assertOneOf(NAME, `types.${name}`, types[name], TYPES);
    return { name, ...summary, role: roleOf(name), ...(types[name] ? { type: types[name] } : {}) };
  });
  const columns = withoutUseless(found, options);
  const inputs = (type: CellType) =>
    columns.filter((one) => one.role === "input" && one.type === type).map(({ name }) => name);
  const layout: TableLayout = {
    version: 1,
    sampled: sampled.length,
    columns,
    features: columns.flatMap((column): TableFeature[] => featureOf(table, column, missing)),
    texts: inputs("text"),
    vectors: inputs("vector").map((name) => ({ name, size: vectorSize(columnNamed(table, name), missing) })),
    targets: targetsOf(table, columns, labels, { ...options, missing, separator }),
    weight: weight ?? null,
    group: group ?? null,
    missing: [...missing],
    separator,
  };
  if (layout.features.length + layout.texts.length + layout.vectors.length > 0) return layout;
  const received = columns.map(({ name, type, role }) => `${name} (${type}, ${role})`).join(", ");
  return fail(NAME, "state", "table", "must have a column that is an input (set inputs or types)", received);
}

const NAME = "inferLayout";
const MISSING = ["", "NA", "NaN", "nan", "null", "?"];
const TYPES = ["number", "category", "text", "vector", "identifier", "empty"] as const;

function assertNamed({ names, source }: DataTable, argument: string, name: string): void {
  if (names.includes(name)) return;
  fail(NAME, "range", argument, `must name columns of ${source} (${names.join(", ")})`, formatValue(name));
}

/** So many rows, evenly over all. */
function sampleRows(count: number, size: number): readonly number[] {
  if (count <= size) return Array.from({ length: count }, (_, row) => row);
  return Array.from({ length: size }, (_, index) => Math.floor((index * count) / size));
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

function featureOf(table: DataTable, { name, type, role }: LayoutColumn, missing: readonly string[]): TableFeature[] {
  if (role !== "input") return [];
  if (type === "number") return [{ name, type }];
  if (type !== "category") return [];
  return [{ name, type, values: classesOf(columnNamed(table, name), missing) }];
}

function vectorSize(cells: ArrayLike<unknown>, missing: readonly string[]): number {
  const first = Array.from(cells).find((cell) => !isMissing(cell, missing)) as ArrayLike<number> | undefined;
  return first?.length ?? 0;
}

function targetsOf(
  table: DataTable,
  columns: readonly LayoutColumn[],
  labels: readonly string[],
  options: InferLayoutOptions & { readonly missing: readonly string[]; readonly separator: string },
): LayoutTargets {
  const [first] = labels;
  if (first === undefined) return { kind: "none" };
  const { missing, separator } = options;
  const task =
    options.task ??
    (labels.length > 1 ? "numbers" : guessTask(columns.find(({ name }) => name === first)!, table, missing));
  assertOneOf(NAME, "task", task, ["classes", "several-classes", "numbers"]);
  if (task === "numbers") return { kind: "numbers", columns: labels };
  if (task === "several-classes") {
    const classNames = labels.length > 1 ? labels : classesOf(columnNamed(table, first), missing, separator);
    return { kind: "several-classes", columns: labels, classNames };
  }
  if (labels.length > 1) fail(NAME, "state", "label", "must be one column where it is a class", String(labels.length));
  return { kind: "classes", column: first, classNames: classesOf(columnNamed(table, first), missing) };
}

function guessTask({ type, name }: LayoutColumn, table: DataTable, missing: readonly string[]): "classes" | "numbers" {
  if (type !== "number") return "classes";
  const classes = classesOf(columnNamed(table, name), missing);
  const areFew = classes.length <= 100 && classes.length <= Math.max(2, table.rowNumbers.length / 10);
  return areFew && classes.every((text) => Number.isInteger(Number(text))) ? "classes" : "numbers";
}
