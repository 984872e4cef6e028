import type { InferLayoutOptions, TableLayout } from "@dark-knowledge/datasets";
import { showValue } from "../spec/show-value.ts";
import { SpecError } from "../spec/spec-error.ts";
import type { OwnDataSpec } from "./own-data-spec.ts";

/** The fields that name columns. */
type ColumnFields = Pick<OwnDataSpec, "label" | "task" | "group" | "weight" | "text" | "ignore">;

/** Throws a SpecError when a field names a column that the table does not have. */
export function assertColumns(
  { names, source }: { readonly names: readonly string[]; readonly source: string },
  { label, group, weight, ignore, text }: ColumnFields,
): void {
  for (const [field, wanted] of Object.entries({ label, group, weight, ignore, text })) {
    const missing = [wanted ?? []].flat().find((name) => !names.includes(name));
    if (missing === undefined) continue;
    const some = names.length > 20 ? [...names.slice(0, 20), "…"] : names;
    throw new SpecError(`data.${field}`, `must name a column of ${source} (${some.join(", ")})`, showValue(missing));
  }
}

/**
 * The options of `inferLayout` for the user's table.
 *
 * @throws SpecError when a column has two roles
 */
export function layoutOptionsOf({
  label = [],
  task,
  group,
  weight,
  text,
  ignore = [],
}: ColumnFields): InferLayoutOptions {
  const labels = [label].flat();
  if (text !== undefined && [...labels, group, weight, ...ignore].includes(text)) {
    throw new SpecError(
      "data.text",
      "must be a column that is neither label nor group nor weight nor ignored",
      showValue(text),
    );
  }
  if (task === "classes" && labels.length > 1) {
    throw new SpecError("data.label", "must be one column where each row has one class", labels.join(", "));
  }
  return {
    ...{ label: labels, ignore },
    ...(task === undefined ? {} : { task }),
    ...(group === undefined ? {} : { group }),
    ...(weight === undefined ? {} : { weight }),
    ...(text === undefined ? {} : { inputs: [text], types: { [text]: "text" } as const }),
  };
}

/**
 * Chooses the columns of the one input: the texts, or all numbers and categories together, or the only list of numbers.
 *
 * @param found the layout of the table, as it was inferred
 * @throws SpecError when there is no such input, or the label is of another kind
 */
export function chooseInputs(found: TableLayout, { task, text, label = [] }: ColumnFields): TableLayout {
  const { targets, features, vectors, texts } = found;
  if (targets.kind === "numbers" && task === undefined) {
    const expected =
      targets.columns.length > 1
        ? 'must be "several-classes" (columns of 0 and 1) or "numbers" (regression) for several label columns'
        : 'must be "numbers" (regression) or "classes" for a label of numbers';
    throw new SpecError("data.task", expected, "nothing");
  }
  if (targets.kind === "classes" && targets.classNames.length < 2) {
    throw new SpecError(
      "data.label",
      "must be a column of at least two classes",
      `${[label].flat()[0]}, where all rows are equal`,
    );
  }
  if (text !== undefined) return found;
  if (features.length === 0 && vectors.length === 0 && texts.length > 0) {
    throw new SpecError("data.text", `must name the column of the texts (${texts.join(", ")})`, "nothing");
  }
  if (features.length === 0 && vectors.length !== 1) {
    const received = found.columns.map(({ name, type, role }) => `${name} (${type}, ${role})`).join(", ");
    throw new SpecError("data.ignore", "must leave numbers, categories or one list of numbers", received);
  }
  const kept = features.length > 0 ? [] : vectors;
  const left = new Set([...texts, ...vectors.filter((vector) => !kept.includes(vector)).map(({ name }) => name)]);
  return {
    ...found,
    ...{ texts: [], vectors: kept },
    columns: found.columns.map((column) => (left.has(column.name) ? { ...column, role: "ignored" } : column)),
  };
}
