import { assertOptions } from "@dark-knowledge/core";
import { batches } from "./batches.ts";
import type { ColumnChoice } from "./column-choice.ts";
import type { Dataset } from "./dataset.ts";
import { assertDataset } from "./internal/assert-dataset.ts";
import { chosenColumn } from "./internal/chosen-column.ts";
import { fail } from "./internal/fail.ts";
import { usableDeviation } from "./internal/moments.ts";
import { scale } from "./scale.ts";
import type { ScaleTransform } from "./transform.ts";

/**
 * Fits the transform that gives each place along the last axis (a column of a table, a channel, a band) mean 0 and
 * variance 1 over a dataset's view: `(x − mean) / deviation`, with the population standard deviation. Constant values
 * become 0.
 *
 * @param dataset only the training part
 * @returns a transform for {@link withTransform}, fitted on the numbers after existing transforms
 * @throws ArgumentError when the view has no examples, or the model sees integers
 *
 * @example
 * ```ts
 * import { createDataset, standardise } from "@dark-knowledge/datasets";
 *
 * const table = createDataset({
 *   features: Float32Array.of(1, 10, 3, 10),
 *   exampleShape: [2],
 *   labels: Int32Array.of(0, 1),
 *   classNames: ["a", "b"],
 * });
 * standardise(table); // => { kind: "scale", version: 1, subtract: [2, 10], divide: [1, 1] }
 * ```
 */
export function standardise(dataset: Dataset, options: ColumnChoice = {}): ScaleTransform {
  assertDataset("standardise", dataset);
  assertOptions<ColumnChoice>("standardise", options, { column: true });
  const [name, column] = chosenColumn("standardise", dataset, options.column);
  const alone: Dataset = { columns: { [name]: column }, targets: { kind: "none" }, rows: dataset.rows };
  const moments = (power: (value: number, index: number) => number, width: number) => {
    const sums = new Float64Array(width);
    let count = 0;
    eachExample(alone, name, (values, from, to) => {
      for (let at = from; at < to; at += width) {
        for (let index = 0; index < width; index++) sums[index]! += power(values[at + index]!, index);
        count++;
      }
    });
    if (count === 0) fail("standardise", "range", "dataset", "must have an example that is not empty", "none");
    return sums.map((sum) => sum / count);
  };
  const width = widthOf(alone, name);
  const mean = moments((value) => value, width);
  const variance = moments((value, index) => (value - mean[index]!) ** 2, width);
  const deviation = variance.map((value, index) => usableDeviation(mean[index]!, value));
  return scale({ subtract: mean, divide: deviation });
}

type EachRun = (values: Float32Array | Int32Array, from: number, to: number) => void;

/** Calls back with the numbers of each example of the view, without padding. */
function eachExample(dataset: Dataset, name: string, visit: EachRun): void {
  for (const { inputs, ids } of batches(dataset, { batchSize: 64, order: "stored" })) {
    const { values, lengths, shape } = inputs[name]!;
    const size = values.length / ids.length;
    const perPosition = lengths === undefined ? size : size / shape[1]!;
    ids.forEach((_, index) => {
      const used = lengths === undefined ? size : lengths[index]! * perPosition;
      visit(values, index * size, index * size + used);
    });
  }
}

/** The length of the last axis. */
function widthOf(dataset: Dataset, name: string): number {
  const [batch] = batches({ ...dataset, rows: dataset.rows.subarray(0, 1) }, { batchSize: 1, order: "stored" });
  if (batch === undefined) fail("standardise", "range", "dataset", "must have an example that is not empty", "none");
  const { values, shape, lengths } = batch.inputs[name]!;
  if (values instanceof Int32Array) {
    fail("standardise", "dtype", "dataset", "must have numbers to measure", "integers that stand for something");
  }
  const axes = shape.slice(lengths === undefined ? 1 : 2);
  return axes.at(-1) ?? 1;
}
