import type { Dataset } from "./dataset.ts";
import { assertExamples } from "./internal/assert-dataset.ts";
import type { Targets } from "./targets.ts";

/**
 * Returns the same view with unknown targets: an unlabelled transfer set, on which a student learns only from the
 * teacher. Every label is −1, or for positions the ignored number; every number is unknown.
 *
 * Inputs, ids, order and the names of the classes stay.
 *
 * @see Hinton, Vinyals and Dean (2015), section 2
 *
 * @example
 * ```ts
 * import { createDataset, labelsOf, withoutLabels } from "@dark-knowledge/datasets";
 *
 * const dataset = createDataset({
 *   features: new Float32Array(2),
 *   labels: Int32Array.of(0, 1),
 *   exampleShape: [1],
 *   classNames: ["a", "b"],
 * });
 * Array.from(labelsOf(withoutLabels(dataset))); // => [-1, -1]
 * ```
 */
export function withoutLabels<Set extends Dataset>(dataset: Set): Set {
  assertExamples("withoutLabels", dataset);
  return { ...dataset, targets: unknown(dataset.targets) };
}

function unknown(targets: Targets): Targets {
  if (targets.kind === "none") return targets;
  if (targets.kind === "numbers") return { ...targets, known: new Uint8Array(targets.values.length) };
  if (targets.kind === "classes") return { ...targets, labels: new Int32Array(targets.labels.length).fill(-1) };
  if (targets.kind === "several-classes") return { ...targets, labels: targets.labels.slice().fill(-1) };
  return { ...targets, labels: new Int32Array(targets.labels.length).fill(targets.ignored) };
}
