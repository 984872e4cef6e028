import type { Dataset, TableRowSource } from "@dark-knowledge/datasets";
import { SpecError } from "../spec/spec-error.ts";

type RawRow = Readonly<Record<string, number | string | null>>;

/** By the stored numbers, which views of a table share: their rows are made once for all of them. */
const known = new WeakMap<object, readonly RawRow[]>();

/** Keeps the texts of a table, which its numbers do not give back, for {@link rawRows}: as long as these are there. */
export function keepTexts(dataset: Dataset, name: string, texts: ArrayLike<unknown>): void {
  const rows = Array.from(texts, (text) => ({ [name]: String(text ?? "") }));
  known.set(Object.values(dataset.columns)[0]!.values, rows);
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
  const kept = known.get(values);
  if (kept !== undefined || source?.kind !== "table-row") return kept;
  const rows = makeRows(values, source as TableRowSource);
  known.set(values, rows);
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
