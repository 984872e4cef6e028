import { shareDataset } from "@dark-knowledge/datasets";
import type { DataSource } from "../data/data-source.ts";
import type { ExperimentData } from "../data/experiment-data.ts";
import { loadDataset } from "../data/load-dataset.ts";
import { splitOff } from "../data/split-off.ts";
import type { MnistSpec } from "./mnist-spec.ts";

/**
 * Loads or generates the data of a run, and holds a part of it out if the specification says so.
 *
 * @throws SpecError when nothing would be left to train on
 */
export async function loadMnistData(spec: MnistSpec, source: DataSource): Promise<ExperimentData> {
  const { dataset, trainSize, testSize, holdOut } = spec;
  const { train, test } = await loadDataset(dataset, source, { trainSize: trainSize!, testSize: testSize! });
  const { rest, selected } = splitOff("holdOut", shareDataset(train), holdOut);
  return { training: rest, test: selected ?? shareDataset(test) };
}
