import { homedir } from "node:os";
import { join } from "node:path";
import {
  classNamesOf,
  type Dataset,
  datasetSize,
  generatedDigits,
  omitClasses,
  onlyClasses,
  stratifiedSplit,
  stratifiedSubset,
  type TrainAndTest,
} from "@dark-knowledge/datasets";
import { type DownloadProgress, loadFashionMnist, loadMnist } from "@dark-knowledge/datasets/node";
import type { DistillSpec } from "./spec.ts";

/** The sets of one run. `transfer` is what the students see: a view of `training`. */
export interface RunData {
  readonly training: Dataset;
  readonly transfer: Dataset;
  readonly validation: Dataset | undefined;
  readonly test: Dataset;
}

/** Where data comes from; none of it changes what a run gives. */
export interface DataOptions {
  readonly dataDir?: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly onDownload: (progress: DownloadProgress) => void;
}

// Fixed, so that results of different runs are about the same split and the same generated digits. The default nets and
// learning rates were chosen on digits of another seed.
export const SPLIT_SEED = 2015;
const DIGITS_SEED = 1503_02531;

/** Loads or generates the data of a run and cuts it to what the specification asks for. */
export async function loadData(spec: DistillSpec, options: DataOptions): Promise<RunData> {
  const { train, test } = await loadWhole(spec, options);
  assertClasses(spec, train);
  const wanted = resize("trainSize", train, spec.trainSize);
  if (spec.validationSize >= datasetSize(wanted)) {
    throw new Error(
      `spec: validationSize must be below the ${datasetSize(wanted)} training examples, got ${spec.validationSize}`,
    );
  }
  const { selected, rest } = stratifiedSplit(wanted, { size: spec.validationSize, seed: SPLIT_SEED });
  return {
    training: rest,
    transfer: resize("transferSize", restrict(rest, spec), spec.transferSize),
    validation: spec.validationSize > 0 ? selected : undefined,
    test: resize("testSize", test, spec.testSize),
  };
}

/** Loads or generates a data set, all of it. */
export async function loadWhole(
  spec: Pick<DistillSpec, "dataset" | "trainSize" | "testSize">,
  options: DataOptions,
): Promise<TrainAndTest> {
  if (spec.dataset === "digits") {
    return generatedDigits({ trainSize: spec.trainSize!, testSize: spec.testSize!, seed: DIGITS_SEED });
  }
  const load = spec.dataset === "mnist" ? loadMnist : loadFashionMnist;
  const { dataDir, environment, signal, onDownload } = options;
  const shared = environment.DARK_KNOWLEDGE_DATA;
  const directory = dataDir ?? (shared ? join(shared, spec.dataset) : undefined);
  const cache = environment.XDG_CACHE_HOME || join(homedir(), ".cache");
  return load({
    cacheDirectory: join(cache, "dark-knowledge", spec.dataset),
    ...(directory === undefined ? {} : { directory }),
    onProgress: onDownload,
    signal,
  });
}

function assertClasses({ omit, only }: DistillSpec, dataset: Dataset): void {
  const classNames = classNamesOf(dataset);
  const unknown = [...omit, ...only].find((label) => label >= classNames.length);
  if (unknown === undefined) return;
  throw new Error(`spec: omit and only must name classes from 0 to ${classNames.length - 1}, got ${unknown}`);
}

function restrict(dataset: Dataset, { omit, only }: DistillSpec): Dataset {
  const restricted = only.length > 0 ? onlyClasses(dataset, only) : omitClasses(dataset, omit);
  if (datasetSize(restricted) === 0) throw new Error("spec: omit leaves no example in the transfer set");
  return restricted;
}

function resize(argument: string, dataset: Dataset, size: number | undefined): Dataset {
  const available = datasetSize(dataset);
  if (size === undefined || size === available) return dataset;
  if (size > available) throw new Error(`spec: ${argument} must be at most ${available}, got ${size}`);
  return stratifiedSubset(dataset, { size, seed: SPLIT_SEED });
}
