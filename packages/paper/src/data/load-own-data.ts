import {
  counts,
  type Dataset,
  type DataTable,
  datasetFromTable,
  encodeTable,
  groupsOf,
  type HashedTextSource,
  hashedText,
  inferLayout,
  shareDataset,
  standardise,
  type Transform,
  vocabulary,
  withTransform,
  words,
} from "@dark-knowledge/datasets";
import { isTablePath, loadTable } from "@dark-knowledge/datasets/node";
import { examplePositions } from "../nets/internal/example-positions.ts";
import { assertColumns, chooseInputs, layoutOptionsOf } from "./choose-inputs.ts";
import { describeSplit } from "./describe-split.ts";
import { describeTable } from "./describe-table.ts";
import type { ExperimentData } from "./experiment-data.ts";
import { holdsSounds } from "./holds-sounds.ts";
import { fitTargets } from "./internal/fit-targets.ts";
import { isLeftInFiles, loadOwnFiles } from "./load-own-files.ts";
import { loadOwnImages } from "./load-own-images.ts";
import { loadOwnSounds } from "./load-own-sounds.ts";
import { type OwnDataSpec, TEXT_FEATURES } from "./own-data-spec.ts";
import { keepTexts } from "./raw-rows.ts";
import { type SplitSizes, splitExamples } from "./split-examples.ts";

/**
 * Reads the user's data, splits it, and fits the transforms of its columns on the training part only: numbers are
 * standardised (also those that are targets), categories become one-hot rows. Texts become counts of hashed words, pairs of words and runs of
 * characters, scaled to length 1: nothing of that is fitted. Where recurrent nets read them, they become words, of which those that occur
 * twice are known.
 *
 * @throws SpecError when a column does not exist or holds only one class, or a part would have no examples
 * @throws Error that names file, row and column of a cell that differs in type from the others in its column
 */
export async function loadOwnData(spec: OwnDataSpec, sizes: SplitSizes): Promise<ExperimentData> {
  if (!isTablePath(spec.path)) return (holdsSounds(spec.path) ? loadOwnSounds : loadOwnImages)(spec, sizes);
  if (await isLeftInFiles(spec)) return loadOwnFiles(spec, sizes);
  const { path, test, group, text, textFeatures = TEXT_FEATURES, variances = false } = spec;
  const table = await loadTable(path);
  assertColumns(table, spec);
  const layout = chooseInputs(inferLayout(table, layoutOptionsOf(spec)), spec);
  const isSequence = spec.textAs === "words";
  const textSource = isSequence ? words() : hashedText({ size: textFeatures, words: [1, 2], characters: [3, 4] });
  const read = (from: DataTable, as = layout) => {
    const stored = shareDataset(datasetFromTable(from, as, { textSource }));
    if (text !== undefined) keepTexts(stored, text, cellsOf(from, text));
    return stored;
  };
  const testTable = test === undefined ? table : await loadTable(test);
  const split = splitExamples({
    ...sizes,
    all: read(table),
    ...(group === undefined ? {} : { groups: groupsOf(table, group) }),
    ...(test === undefined ? {} : { test: read(testTable, { ...layout, weight: null }) }),
  });
  const fit = fitParts(split.training, textFeatures, variances);
  return {
    training: fit(split.training),
    ...(split.validation ? { validation: fit(split.validation) } : {}),
    test: fit(split.test),
    layout,
    ...(text === undefined ? {} : { exampleTexts: textsOf(testTable, text, split.test) }),
    facts: [...describeTable(path, layout, table.rowNumbers.length), describeSplit(split)],
  };
}

/** Returns the texts of the examples that a report shows. */
function textsOf(table: DataTable, text: string, test: Dataset): readonly string[] {
  const cells = cellsOf(table, text);
  return examplePositions(test).map((position) => String(cells[test.rows[position]!] ?? ""));
}

function cellsOf({ names, columns }: DataTable, name: string): ArrayLike<unknown> {
  return columns[names.indexOf(name)]!;
}

/** Fits what the training part needs; the result prepares every part. */
function fitParts(training: Dataset, textFeatures: number, variances: boolean): (dataset: Dataset) => Dataset {
  const transform = fitTransform(training, textFeatures);
  const finish = fitTargets(training, variances);
  return (dataset) => finish(withTransform(dataset, transform));
}

/** Fits the transform of the only column. */
function fitTransform(training: Dataset, textFeatures: number): Transform {
  const { source } = Object.values(training.columns)[0]!;
  if (source?.kind === "table-row") return encodeTable(training);
  if (source?.kind === "hashed-text") return counts({ size: (source as HashedTextSource).size, weighting: "unit" });
  // The number of all other words is trained by those that occur once.
  if (source?.kind === "words") return vocabulary(training, { size: textFeatures, minCount: 2 });
  return standardise(training);
}
