import {
  classNamesOf,
  createDataset,
  type Dataset,
  datasetSize,
  describeInputs,
  type ImageSource,
  image,
  shareDataset,
} from "@dark-knowledge/datasets";
import { loadImages } from "@dark-knowledge/datasets/node";
import { type ExamplesDescription, loadExamples } from "@dark-knowledge/training/node";
import { SpecError } from "../spec/spec-error.ts";
import { describeSplit } from "./describe-split.ts";
import type { ExperimentData } from "./experiment-data.ts";
import type { OwnDataSpec } from "./own-data-spec.ts";
import { keepPaths } from "./raw-rows.ts";
import { type SplitSizes, splitExamples } from "./split-examples.ts";

/**
 * Reads the user's images from one folder for each class, resizes them and splits them. If all of them are grey, they
 * have one channel.
 *
 * @throws SpecError when there are fewer than two classes, or a part would have no examples
 * @throws Error that names the first damaged file
 */
export async function loadOwnImages(
  { path, test, imageSize = 32 }: OwnDataSpec,
  sizes: SplitSizes,
): Promise<ExperimentData> {
  const { dataset, files, others } = await loadImages(path, { height: imageSize, width: imageSize, channels: 3 });
  if (dataset.targets.kind !== "classes" || classNamesOf(dataset).length < 2) {
    throw new SpecError("data.path", "must have a folder of images for each of at least two classes", path);
  }
  const all = shareDataset(withoutColour(dataset));
  keepPaths(all, path, files);
  const student = { classNames: classNamesOf(all), inputs: describeInputs(all) };
  const split = splitExamples({
    ...sizes,
    all,
    ...(test === undefined ? {} : { test: await loadTest(student, test) }),
  });
  const shape = all.columns.image!.shape.join(" × ");
  const left = others > 0 ? `; files of other kinds: ${others}` : "";
  const count = `${datasetSize(all)} images of ${student.classNames.length} classes`;
  return { ...split, facts: [`${path}: ${count}, resized to ${shape}${left}`, describeSplit(split)] };
}

async function loadTest(student: ExamplesDescription, test: string): Promise<Dataset> {
  const { dataset, names } = await loadExamples(student, test);
  const shared = shareDataset(dataset);
  keepPaths(shared, test, names);
  return shared;
}

/** Returns the same images with one channel if all of them are grey. All three channels of a grey pixel are equal. */
function withoutColour(dataset: Dataset): Dataset {
  const { values, shape, source, transforms } = dataset.columns.image!;
  for (let at = 0; at < values.length; at += 3) {
    if (values[at] !== values[at + 1] || values[at] !== values[at + 2]) return dataset;
  }
  const [height, width] = shape as [number, number];
  const grey = Uint8Array.from({ length: values.length / 3 }, (_, pixel) => values[pixel * 3]!);
  const one = image({ height, width, channels: 1, fit: (source as ImageSource).fit });
  return createDataset({
    columns: { image: { values: grey, shape: [height, width, 1], source: one, transforms } },
    targets: dataset.targets,
  });
}
