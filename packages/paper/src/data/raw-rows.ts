import type { Dataset, TableRowSource } from "@dark-knowledge/datasets";
import { SpecError } from "../spec/spec-error.ts";

type RawRow = Readonly<Record<string, number | string | null>>;

/** Views of a table share its columns: their rows are made once for all of them. */
const known = new WeakMap<object, readonly RawRow[]>();

/**
 * Returns the rows of a table as objects, by id, before transforms: `{ age: 39, job: "baker" }`, with null for what is
 * missing; undefined for other data.
 *
 * @throws SpecError when they are in files
 */
export function rawRows(dataset: Dataset): readonly RawRow[] | undefined {
  if ("storage" in dataset) {
    throw new SpecError("data.storage", "must be memory where a teacher is asked about rows", "files");
  }
  const { row: column } = dataset.columns;
  if (column?.source?.kind !== "table-row") return undefined;
  const rows = known.get(column) ?? makeRows(column.values, column.source as TableRowSource);
  known.set(column, rows);
  return rows;
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
