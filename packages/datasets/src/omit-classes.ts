import { assertArray, assertInteger } from "@dark-knowledge/core";
import type { Dataset } from "./dataset.ts";
import { assertExamples } from "./internal/assert-dataset.ts";
import { classTargets } from "./internal/class-targets.ts";

/**
 * Returns a view without the examples of some classes. Examples without a label stay.
 *
 * Labels and class names do not change, so the omitted classes keep their numbers and only have no examples. The
 * paper's transfer set without 3s is made this way.
 *
 * @param classes class numbers
 * @throws ArgumentError when a number is not one of the dataset's classes, or the targets are not one class per example
 * @see Hinton, Vinyals and Dean (2015), section 3
 *
 * @example
 * ```ts
 * import { classCounts, createDataset, omitClasses } from "@dark-knowledge/datasets";
 *
 * const dataset = createDataset({
 *   features: new Uint8Array(3),
 *   labels: Int32Array.of(0, 1, 1),
 *   exampleShape: [1],
 *   classNames: ["a", "b"],
 * });
 * Array.from(classCounts(omitClasses(dataset, [1]))); // => [1, 0]
 * ```
 */
export function omitClasses<Set extends Dataset>(dataset: Set, classes: ArrayLike<number>): Set {
  assertExamples("omitClasses", dataset);
  const { labels, chosen } = chooseClasses("omitClasses", dataset, classes);
  return { ...dataset, rows: dataset.rows.filter((row) => !chosen.has(labels[row]!)) };
}

/**
 * Returns a view with only the examples of some classes. Examples without a label are left out.
 *
 * Labels and class names do not change, as in {@link omitClasses}.
 *
 * @param classes class numbers
 * @throws ArgumentError when a number is not one of the dataset's classes, or the targets are not one class per example
 *
 * @example
 * ```ts
 * import { createDataset, onlyClasses } from "@dark-knowledge/datasets";
 *
 * const dataset = createDataset({
 *   features: new Uint8Array(3),
 *   labels: Int32Array.of(0, 1, 1),
 *   exampleShape: [1],
 *   classNames: ["a", "b"],
 * });
 * Array.from(onlyClasses(dataset, [1]).rows); // => [1, 2]
 * ```
 */
export function onlyClasses<Set extends Dataset>(dataset: Set, classes: ArrayLike<number>): Set {
  assertExamples("onlyClasses", dataset);
  const { labels, chosen } = chooseClasses("onlyClasses", dataset, classes);
  return { ...dataset, rows: dataset.rows.filter((row) => chosen.has(labels[row]!)) };
}

function chooseClasses(functionName: string, dataset: Dataset, classes: ArrayLike<number>) {
  const { labels, classNames } = classTargets(functionName, dataset);
  assertArray(functionName, "classes", classes, "numbers");
  const numbers = Array.from(classes);
  numbers.forEach((number, index) => {
    assertInteger(functionName, `classes[${index}]`, number, { min: 0, below: classNames.length });
  });
  return { labels, chosen: new Set(numbers) };
}
