import { shareDataset } from "@dark-knowledge/datasets";
import type { DataSource } from "../data/data-source.ts";
import type { ExperimentData } from "../data/experiment-data.ts";
import { loadDataset } from "../data/load-dataset.ts";
import { loadOwnData } from "../data/load-own-data.ts";
import { cutTo, splitOff } from "../data/split-off.ts";
import { assertNetFits } from "../nets/assert-net-fits.ts";
import { transferSetOf } from "../nets/transfer-set.ts";
import type { DistillSpec } from "./distill-spec.ts";

/**
 * Reads, loads or generates the data of a distillation and cuts it to the sizes in the specification.
 *
 * @throws SpecError when there is less data than it asks for, it names classes that do not exist, or a net cannot take
 * such examples
 */
export async function loadDistillData(spec: DistillSpec, source: DataSource): Promise<ExperimentData> {
  const { omit, only, transferSize } = spec;
  const data = spec.data ? await loadOwnData(spec.data, spec) : await loadKnownData(spec, source);
  // Checked before anything is trained.
  transferSetOf(data.training, { omit, only, ...(transferSize === undefined ? {} : { size: transferSize }) });
  assertNetFits("teacher", spec.teacher, data.training);
  assertNetFits("student", spec.student, data.training);
  return data;
}

async function loadKnownData(spec: DistillSpec, source: DataSource): Promise<ExperimentData> {
  const { dataset, trainSize, testSize, validationSize } = spec;
  const { train, test } = await loadDataset(dataset!, source, { trainSize: trainSize!, testSize: testSize! });
  const training = shareDataset(cutTo("trainSize", train, trainSize));
  const { rest, selected } = splitOff("validationSize", training, validationSize!);
  return {
    training: rest,
    ...(selected ? { validation: selected } : {}),
    test: shareDataset(cutTo("testSize", test, testSize)),
  };
}
