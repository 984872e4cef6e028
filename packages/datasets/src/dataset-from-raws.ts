import { assertOptions } from "@dark-knowledge/core";
import { createDataset } from "./create-dataset.ts";
import type { Dataset } from "./dataset.ts";
import type { InputDescription } from "./describe-inputs.ts";
import { columnsFrom } from "./internal/columns-from.ts";
import type { PrepareInputsOptions } from "./prepare-inputs.ts";
import type { Targets } from "./targets.ts";

/** Options of {@link datasetFromRaws}. */
export interface DatasetFromRawsOptions extends PrepareInputsOptions {
  /** The targets of the examples. Default: `{ kind: "none" }`. */
  readonly targets?: Targets;
}

/**
 * Makes a dataset from raw examples that a model sees exactly like the described dataset: with the same sources and the
 * same fitted transforms.
 *
 * @param descriptions the result of `describeInputs`, possibly after JSON
 * @param raws as for {@link prepareInputs}
 * @throws ArgumentError when a description is not one, a column lacks its examples or has another number of them, or targets do not fit
 * @throws Error that names the first example that its source does not accept
 * @see {@link prepareInputs}, which makes the inputs of all examples at once
 *
 * @example
 * ```ts
 * import { datasetFromRaws, datasetSize, describeInputs, generatedDigits } from "@dark-knowledge/datasets";
 *
 * const { train } = generatedDigits({ trainSize: 10, testSize: 0, seed: 1 });
 * const digits = datasetFromRaws(describeInputs(train), [new Uint8Array(784), new Uint8Array(784)]);
 * datasetSize(digits); // => 2
 * ```
 */
export function datasetFromRaws(
  descriptions: Readonly<Record<string, InputDescription>>,
  raws: readonly unknown[] | Readonly<Record<string, readonly unknown[]>>,
  options: DatasetFromRawsOptions = {},
): Dataset {
  assertOptions<DatasetFromRawsOptions>("datasetFromRaws", options, { kinds: true, targets: true });
  const { kinds, targets = { kind: "none" } } = options;
  return createDataset({ columns: columnsFrom("datasetFromRaws", descriptions, raws, kinds), targets });
}
