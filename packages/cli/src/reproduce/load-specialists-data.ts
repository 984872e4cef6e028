import { join } from "node:path";
import {
  type Dataset,
  datasetSize,
  stratifiedSplit,
  stratifiedSubset,
  type TrainAndTest,
} from "@dark-knowledge/datasets";
import { loadEmnistByClass } from "@dark-knowledge/datasets/node";
import { generatedClusters } from "./generated-clusters.ts";
import type { SpecialistsSpec } from "./specialists-spec.ts";

/** The sets of one run. Nothing is chosen on the test set. */
export interface SpecialistsData {
  readonly training: Dataset;
  readonly validation: Dataset;
  readonly test: Dataset;
}

/** Where data comes from; none of it changes what a run gives. */
export interface SpecialistsDataOptions {
  readonly dataDir?: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

// Fixed, so that results of different runs are about the same split and the same generated examples.
const SPLIT_SEED = 2015;
const GENERATED = { trainSize: 2700, testSize: 1500, seed: 1503_02531 };

/** Loads or generates the data of a run and splits the validation set off. */
export async function loadSpecialistsData(
  spec: SpecialistsSpec,
  options: SpecialistsDataOptions,
): Promise<SpecialistsData> {
  const { train, test } = await loadWhole(spec, options);
  const available = datasetSize(train);
  const { trainSize = available, validationSize } = spec;
  if (trainSize > available) throw new Error(`spec: trainSize must be at most ${available}, got ${trainSize}`);
  if (validationSize >= trainSize) {
    throw new Error(`spec: validationSize must be below the ${trainSize} training examples, got ${validationSize}`);
  }
  const wanted = trainSize < available ? stratifiedSubset(train, { size: trainSize, seed: SPLIT_SEED }) : train;
  const { selected, rest } = stratifiedSplit(wanted, { size: validationSize, seed: SPLIT_SEED });
  return { training: rest, validation: selected, test };
}

async function loadWhole(
  { dataset }: SpecialistsSpec,
  { dataDir, environment }: SpecialistsDataOptions,
): Promise<TrainAndTest> {
  if (dataset === "generated") return generatedClusters(GENERATED);
  const shared = environment.DARK_KNOWLEDGE_DATA;
  const directory = dataDir ?? (shared ? join(shared, "emnist-byclass-test") : undefined);
  if (directory === undefined) {
    throw new Error(
      "--data-dir: must name the directory of the EMNIST files, which are not downloaded (or use --smoke)",
    );
  }
  return loadEmnistByClass({ directory });
}
