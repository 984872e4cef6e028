import type { Dataset, TableRowSource } from "@dark-knowledge/datasets";

/**
 * Returns the rows of a table as objects, by id, before transforms: `{ age: 39, job: "baker" }`, with null for what is
 * missing; undefined for other data.
 */
export function rawRows({ columns }: Dataset): readonly Readonly<Record<string, number | string | null>>[] | undefined {
  const { values, source } = columns.row ?? {};
  if (values === undefined || source?.kind !== "table-row") return undefined;
  const { features } = source as TableRowSource;
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
