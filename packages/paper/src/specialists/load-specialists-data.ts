import { shareDataset } from "@dark-knowledge/datasets";
import type { DataSource } from "../data/data-source.ts";
import type { ExperimentData } from "../data/experiment-data.ts";
import { loadDataset } from "../data/load-dataset.ts";
import { cutTo, splitOff } from "../data/split-off.ts";
import type { SpecialistsSpec } from "./specialists-spec.ts";

const GENERATED = { trainSize: 2700, testSize: 1500 };

/**
 * Loads or generates the data of a run and splits the validation set off. Nothing is chosen on the test set.
 *
 * @throws SpecError when there is less data than the specification asks for
 */
export async function loadSpecialistsData(spec: SpecialistsSpec, source: DataSource): Promise<ExperimentData> {
  const { train, test } = await loadDataset(spec.dataset, source, GENERATED);
  const wanted = shareDataset(cutTo("trainSize", train, spec.trainSize));
  const { rest, selected } = splitOff("validationSize", wanted, spec.validationSize);
  return { training: rest, validation: selected!, test: shareDataset(test) };
}
