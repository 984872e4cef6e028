import {
  classNamesOf,
  columnOf,
  createDataset,
  type Dataset,
  datasetSize,
  describeInputs,
  shareDataset,
  standardise,
  withTransform,
} from "@dark-knowledge/datasets";
import { loadSounds } from "@dark-knowledge/datasets/node";
import { logMelSource } from "@dark-knowledge/speech";
import { loadExamples } from "@dark-knowledge/training/node";
import { SpecError } from "../spec/spec-error.ts";
import { describeRemarks } from "./describe-remarks.ts";
import { describeSplit } from "./describe-split.ts";
import type { ExperimentData } from "./experiment-data.ts";
import type { OwnDataSpec } from "./own-data-spec.ts";
import { keepPaths } from "./raw-rows.ts";
import { SOURCE_KINDS } from "./source-kinds.ts";
import { type SplitSizes, splitExamples } from "./split-examples.ts";

/**
 * Reads the user's recordings from one folder for each class, makes frames of 40 log mel features of them, splits them, and standardises
 * each feature by the training part.
 *
 * @throws SpecError when there are fewer than two classes, or a part would have no examples
 * @throws Error that names the first file that is damaged or has no samples
 */
export async function loadOwnSounds({ path, test }: OwnDataSpec, sizes: SplitSizes): Promise<ExperimentData> {
  const { dataset, files, others, sampleRate, remarks } = await loadSounds(path);
  if (dataset.targets.kind !== "classes" || classNamesOf(dataset).length < 2) {
    throw new SpecError("data.path", "must have a folder of recordings for each of at least two classes", path);
  }
  const all = shareDataset(
    createDataset({
      columns: {
        sound: columnOf(recordingsOf(dataset, sampleRate), logMelSource({ sampleRate }), { kinds: SOURCE_KINDS }),
      },
      targets: dataset.targets,
    }),
  );
  keepPaths(all, path, files);
  const student = { classNames: classNamesOf(all), inputs: describeInputs(all) };
  const own = test === undefined ? undefined : await loadExamples(student, test, { kinds: SOURCE_KINDS });
  const other = own && shareDataset(own.dataset);
  if (other) keepPaths(other, test!, own.names);
  const split = splitExamples({ ...sizes, all, ...(other ? { test: other } : {}) });
  const transform = standardise(split.training);
  const { training, validation, test: held } = split;
  const left = others > 0 ? `; files of other kinds: ${others}` : "";
  const { offsets } = all.columns.sound!;
  const frames = Math.round(offsets!.at(-1)! / datasetSize(all));
  const count = `${datasetSize(all)} recordings of ${student.classNames.length} classes`;
  return {
    training: withTransform(training, transform),
    ...(validation ? { validation: withTransform(validation, transform) } : {}),
    test: withTransform(held, transform),
    facts: [
      `${path}: ${count}, ${sampleRate} samples a second, ${frames} frames of 40 each on average${left}`,
      ...describeRemarks(remarks, own?.remarks),
      describeSplit(split),
    ],
  };
}

function* recordingsOf({ columns, rows }: Dataset, sampleRate: number) {
  const { values, offsets } = columns.samples!;
  for (const row of rows) yield { sampleRate, samples: values.subarray(offsets![row]!, offsets![row + 1]!) };
}
