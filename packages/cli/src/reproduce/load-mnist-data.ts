import { datasetSize, shareDataset, stratifiedSplit } from "@dark-knowledge/datasets";
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
  // In memory once, however many threads work on it.
  if (holdOut === 0) return { training: shareDataset(train), test: shareDataset(test) };
  const { selected, rest } = stratifiedSplit(shareDataset(train), { size: holdOut, seed: SPLIT_SEED });
  return { training: rest, test: selected };
}
