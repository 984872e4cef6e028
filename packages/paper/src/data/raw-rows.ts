import type { Dataset, TableRowSource } from "@dark-knowledge/datasets";
import { SpecError } from "../spec/spec-error.ts";

type RawRow = Readonly<Record<string, number | string | null>>;

/** By the stored numbers, which views of a table share: their rows are made once for all of them. */
const known = new WeakMap<object, readonly RawRow[]>();

/** The texts of a table, by the stored numbers, which do not give them back. */
const texts = new WeakMap<object, { readonly name: string; readonly cells: ArrayLike<unknown> }>();

/** Keeps the texts of a table for {@link rawRows}, as long as its stored numbers are there. */
export function keepTexts(dataset: Dataset, name: string, cells: ArrayLike<unknown>): void {
  texts.set(Object.values(dataset.columns)[0]!.values, { name, cells });
}

/**
 * Returns the rows of a table as objects, by id, before transforms: `{ age: 39, job: "baker" }`, with null for what is
 * missing, or `{ question: "…" }` where a column of texts is the only input; undefined for other data.
 *
 * @throws SpecError when they are in files
 */
export function rawRows(dataset: Dataset): readonly RawRow[] | undefined {
  if ("storage" in dataset) {
    throw new SpecError("data.storage", "must be memory where a teacher is asked about rows", "files");
  }
  const { values, source } = Object.values(dataset.columns)[0]!;
  const kept = texts.get(values);
  if (kept === undefined && source?.kind !== "table-row") return undefined;
  const rows = known.get(values) ?? (kept ? textRows(kept) : makeRows(values, source as TableRowSource));
  known.set(values, rows);
  return rows;
}

function textRows({ name, cells }: { readonly name: string; readonly cells: ArrayLike<unknown> }): readonly RawRow[] {
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
