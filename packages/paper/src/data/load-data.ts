import { shareDataset } from "@dark-knowledge/datasets";
import type { DataSource } from "./data-source.ts";
import type { DataSpec } from "./data-spec.ts";
import type { ExperimentData } from "./experiment-data.ts";
import { loadDataset } from "./load-dataset.ts";
import { loadOwnData } from "./load-own-data.ts";
import { cutTo, splitOff } from "./split-off.ts";

/**
 * Reads, loads or generates the data of an experiment and cuts it to the sizes in the specification.
 *
 * @throws SpecError when there is less data than it asks for, or it names what does not exist
 */
export async function loadData(spec: DataSpec, source: DataSource): Promise<ExperimentData> {
  const { dataset, data, trainSize, testSize, validationSize } = spec;
  if (data) return loadOwnData(data, spec);
  const { train, test } = await loadDataset(dataset!, source, { trainSize: trainSize!, testSize: testSize! });
  const training = shareDataset(cutTo("trainSize", train, trainSize));
  const { rest, selected } = splitOff("validationSize", training, validationSize!);
  return {
    training: rest,
    ...(selected ? { validation: selected } : {}),
    test: shareDataset(cutTo("testSize", test, testSize)),
  };
}
