import { type Dataset, datasetSize, stratifiedSplit } from "@dark-knowledge/datasets";
import { type DataOptions, loadWhole, SPLIT_SEED } from "../load-data.ts";
import type { MnistShared } from "./mnist-shared.ts";
import type { MnistSpec } from "./mnist-spec.ts";

/** Loads or generates the data of a run, and holds a part of it out where that is asked for. */
export async function loadMnistData(
  spec: MnistSpec,
  options: DataOptions,
): Promise<Pick<MnistShared, "training" | "test">> {
  const { train, test } = await loadWhole(spec, options);
  const { holdOut } = spec;
  if (holdOut >= datasetSize(train)) {
    throw new Error(`spec: holdOut must be below the ${datasetSize(train)} training examples, got ${holdOut}`);
  }
  if (holdOut === 0) return { training: inSharedMemory(train), test: inSharedMemory(test) };
  const { selected, rest } = stratifiedSplit(inSharedMemory(train), { size: holdOut, seed: SPLIT_SEED });
  return { training: rest, test: selected };
}

/** So that the data is in memory once, however many threads work on it. */
function inSharedMemory(dataset: Dataset): Dataset {
  const { features } = dataset;
  const shared = new Uint8Array(new SharedArrayBuffer(features.length));
  shared.set(features);
  return { ...dataset, features: shared };
}
