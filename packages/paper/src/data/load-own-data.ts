import {
  type Dataset,
  type DataTable,
  datasetFromTable,
  encodeTable,
  groupsOf,
  inferLayout,
  shareDataset,
  standardise,
  type TableLayout,
  withTransform,
} from "@dark-knowledge/datasets";
import { isTablePath, loadTable } from "@dark-knowledge/datasets/node";
import { showValue } from "../spec/show-value.ts";
import { SpecError } from "../spec/spec-error.ts";
import { describeSplit } from "./describe-split.ts";
import { describeTable } from "./describe-table.ts";
import type { ExperimentData } from "./experiment-data.ts";
import { loadOwnImages } from "./load-own-images.ts";
import type { OwnDataSpec } from "./own-data-spec.ts";
import { type SplitSizes, splitExamples } from "./split-examples.ts";

/**
 * Reads the user's data, splits it, and fits the transforms of its columns on the training part only: numbers are
 * standardised, categories become one-hot rows.
 *
 * @throws SpecError when a column does not exist or holds no classes, or a part would have no examples
 * @throws Error that names file, row and column of a cell that differs in type from the others in its column
 */
export async function loadOwnData(spec: OwnDataSpec, sizes: SplitSizes): Promise<ExperimentData> {
  if (!isTablePath(spec.path)) return loadOwnImages(spec, sizes);
  const { path, test, group } = spec;
  const table = await loadTable(path);
  const layout = layoutOf(table, spec);
  const split = splitExamples({
    ...sizes,
    all: shareDataset(datasetFromTable(table, layout)),
    ...(group === undefined ? {} : { groups: groupsOf(table, group) }),
    ...(test === undefined ? {} : { test: shareDataset(datasetFromTable(await loadTable(test), layout)) }),
  });
  const fitted = "row" in split.training.columns ? encodeTable(split.training) : standardise(split.training);
  const fit = (dataset: Dataset) => withTransform(dataset, fitted);
  return {
    training: fit(split.training),
    ...(split.validation ? { validation: fit(split.validation) } : {}),
    test: fit(split.test),
    layout,
    facts: [...describeTable(path, layout, table.rowNumbers.length), describeSplit(split)],
  };
}

/** Chooses the columns of the one input: all numbers and categories together, or the only list of numbers. */
function layoutOf(table: DataTable, { label, group, ignore = [] }: OwnDataSpec): TableLayout {
  assertColumns(table, "data.label", [label!]);
  assertColumns(table, "data.group", group === undefined ? [] : [group]);
  assertColumns(table, "data.ignore", ignore);
  const options = { label: label!, ...(group === undefined ? {} : { group }) };
  const found = inferLayout(table, { ...options, ignore });
  const { targets } = found;
  const isSome = targets.kind === "classes" && targets.classNames.length > 1;
  if (!isSome) {
    const received =
      targets.kind === "classes" ? `${label}, where all rows are equal` : `${label}, a column of numbers`;
    throw new SpecError("data.label", "must be a column of at least two classes", received);
  }
  const { features, vectors, texts } = found;
  const others = features.length > 0 ? [...texts, ...vectors.map(({ name }) => name)] : texts;
  if (features.length === 0 && vectors.length !== 1) {
    const received = found.columns.map(({ name, type, role }) => `${name} (${type}, ${role})`).join(", ");
    throw new SpecError("data.ignore", "must leave numbers, categories or one list of numbers", received);
  }
  return others.length === 0 ? found : inferLayout(table, { ...options, ignore: [...ignore, ...others] });
}

function assertColumns({ names, source }: DataTable, field: string, wanted: readonly string[]): void {
  const missing = wanted.find((name) => !names.includes(name));
  if (missing === undefined) return;
  const some = names.length > 20 ? [...names.slice(0, 20), "…"] : names;
  throw new SpecError(field, `must name a column of ${source} (${some.join(", ")})`, showValue(missing));
}
