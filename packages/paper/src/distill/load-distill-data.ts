import { shareDataset } from "@dark-knowledge/datasets";
import type { DataSource } from "../data/data-source.ts";
import type { ExperimentData } from "../data/experiment-data.ts";
import { loadDataset } from "../data/load-dataset.ts";
import { cutTo, splitOff } from "../data/split-off.ts";
import { transferSetOf } from "../nets/transfer-set.ts";
import type { DistillSpec } from "./distill-spec.ts";

/**
 * Loads or generates the data of a distillation and cuts it to what the specification asks for.
 *
 * @throws SpecError when there is less data than it asks for, or it names classes that there are not
 */
export async function loadDistillData(spec: DistillSpec, source: DataSource): Promise<ExperimentData> {
  const { dataset, trainSize, testSize, validationSize, omit, only, transferSize } = spec;
  const { train, test } = await loadDataset(dataset, source, { trainSize: trainSize!, testSize: testSize! });
  const { rest, selected } = splitOff(
    "validationSize",
    shareDataset(cutTo("trainSize", train, trainSize)),
    validationSize,
  );
  // Found out before anything is trained.
  transferSetOf(rest, { omit, only, ...(transferSize === undefined ? {} : { size: transferSize }) });
  return {
    training: rest,
    ...(selected ? { validation: selected } : {}),
    test: shareDataset(cutTo("testSize", test, testSize)),
  };
}
