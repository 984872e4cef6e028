import { join } from "node:path";
import type { Dataset, TableRowSource } from "@dark-knowledge/datasets";
import { SpecError } from "../spec/spec-error.ts";

type RawRow = Readonly<Record<string, number | string | null>>;

/** By the stored numbers, which views of a table share: their rows are made once for all of them. */
const known = new WeakMap<object, readonly RawRow[]>();

/** A column of raw examples, by the stored numbers, which do not give them back. */
const columns = new WeakMap<object, RawColumn>();

interface RawColumn {
  readonly name: string;
  readonly cells: ArrayLike<unknown>;
  readonly arePaths?: true;
}

/** Keeps the texts of a table for {@link rawRows}, as long as its stored numbers are there. */
export function keepTexts(dataset: Dataset, name: string, cells: ArrayLike<unknown>): void {
  columns.set(valuesOf(dataset), { name, cells });
}

/** Keeps the paths of files for {@link rawRows}: from where the program runs, and `names` from the directory that was read. */
export function keepPaths(dataset: Dataset, directory: string, names: readonly string[]): void {
  // A single file is named by its whole path.
  const cells = names.map((name) => (name === directory ? name : join(directory, name)));
  columns.set(valuesOf(dataset), { name: "file", cells, arePaths: true });
}

/** Whether the raw examples of a dataset are paths of files, which mean nothing on another machine. */
export function isOfFiles(dataset: Dataset): boolean {
  return columns.get(valuesOf(dataset))?.arePaths === true;
}

function valuesOf({ columns: own }: Dataset): object {
  return Object.values(own)[0]!.values;
}

/**
 * Returns the rows of a table as objects, by id, before transforms: `{ age: 39, job: "baker" }`, with null for what is
 * missing, or `{ question: "…" }` where a column of texts is the only input; of pictures and recordings their paths,
 * `{ file: "…" }`; undefined for other data.
 *
 * @throws SpecError when they are in files
 */
export function rawRows(dataset: Dataset): readonly RawRow[] | undefined {
  if ("storage" in dataset) {
    throw new SpecError("data.storage", "must be memory where a teacher is asked about rows", "files");
  }
  const { values, source } = Object.values(dataset.columns)[0]!;
  const kept = columns.get(values);
  if (kept === undefined && source?.kind !== "table-row") return undefined;
  const rows = known.get(values) ?? (kept ? rowsOf(kept) : makeRows(values, source as TableRowSource));
  known.set(values, rows);
  return rows;
}

function rowsOf({ name, cells }: RawColumn): readonly RawRow[] {
  return Array.from(cells, (cell) => ({ [name]: String(cell ?? "") }));
}

function makeRows(values: ArrayLike<number>, { features }: TableRowSource): readonly RawRow[] {
  return Array.from({ length: values.length / features.length }, (_, row) =>
    Object.fromEntries(
      features.map((feature, index) => {
        const value = values[row * features.length + index]!;
        const cell = feature.type === "number" ? value : feature.values[value];
        return [feature.name, cell === undefined || Number.isNaN(value) ? null : cell];
      }),
    ),
  );
}
