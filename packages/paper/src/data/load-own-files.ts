import { ArgumentError } from "@dark-knowledge/core";
import {
  type Dataset,
  datasetFromTable,
  describeShuffle,
  type FileDataset,
  fitTransforms,
  shareDataset,
  type TableLayout,
} from "@dark-knowledge/datasets";
import {
  inferFileLayout,
  isFileDatasetPath,
  isLargeTable,
  loadTable,
  openFileDataset,
} from "@dark-knowledge/datasets/node";
import { SpecError } from "../spec/spec-error.ts";
import { chooseInputs, layoutOptionsOf } from "./choose-inputs.ts";
import { describeSplit } from "./describe-split.ts";
import { describeTable } from "./describe-table.ts";
import type { ExperimentData } from "./experiment-data.ts";
import { fitTargets } from "./internal/fit-targets.ts";
import type { OwnDataSpec } from "./own-data-spec.ts";
import { type SplitSizes, splitExamples } from "./split-examples.ts";

/** Whether the rows of a table stay in its file while nets are trained. */
export async function isLeftInFiles({ path, text, storage }: OwnDataSpec): Promise<boolean> {
  if (storage !== undefined) return storage === "files";
  return text === undefined && isLargeTable(path);
}

/**
 * Opens the user's Parquet or Arrow file, splits its rows, and fits the transforms on the training part, without
 * reading it into memory. Where all its row groups fit the cache, everything is as if it were in memory.
 *
 * @throws SpecError when a column does not exist or holds only one class, or a part would have no examples
 * @throws Error that names the file, and the row group, or row and column, when it is damaged or contradicts its types
 */
export async function loadOwnFiles(spec: OwnDataSpec, sizes: SplitSizes): Promise<ExperimentData> {
  const { path, test, variances = false } = spec;
  const found = await inferFileLayout(path, layoutOptionsOf(spec)).catch(asSpecError);
  const layout = chooseInputs(found, spec);
  const all = shareDataset(await openFileDataset(path, { layout }));
  const { groups } = all;
  const split = splitExamples({
    ...{ ...sizes, all },
    ...(groups === undefined ? {} : { groups }),
    ...(test === undefined ? {} : { test: await openTest(test, { ...layout, weight: null }) }),
  });
  const training = await fitTransforms(split.training as FileDataset);
  // Nets are trained in other threads, each with a cache of its own.
  all.storage.release();
  const fit = fitParts(training, variances);
  return {
    training: fit(training),
    ...(split.validation ? { validation: fit(split.validation) } : {}),
    test: fit(split.test),
    layout,
    facts: [
      ...describeTable(path, layout, all.rows.length),
      describeSplit(split),
      `read from the file by row group: ${describeShuffle(training).description}`,
    ],
  };
}

/** The same columns in other words: those of the specification. */
function asSpecError(error: unknown): never {
  if (!ArgumentError.is(error)) throw error;
  throw new SpecError(`data.${error.argument}`, error.expected, error.received);
}

async function openTest(path: string, layout: TableLayout): Promise<Dataset> {
  const test = isFileDatasetPath(path)
    ? await openFileDataset(path, { layout })
    : datasetFromTable(await loadTable(path), layout);
  return shareDataset(test);
}

/** Gives every part the transforms, and the scale of numbers, of the training part. */
function fitParts(training: Dataset, variances: boolean): (dataset: Dataset) => Dataset {
  const finish = fitTargets(training, variances);
  return (dataset) => {
    const columns = Object.entries(dataset.columns).map(([name, column]) => {
      return [name, { ...column, transforms: training.columns[name]!.transforms }];
    });
    return finish({ ...dataset, columns: Object.fromEntries(columns) });
  };
}
