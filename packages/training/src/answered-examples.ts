import { assertFields } from "@dark-knowledge/core";
import type { Dataset } from "@dark-knowledge/datasets";
import type { SoftTargets } from "@dark-knowledge/soft-targets";
import { assertDataset } from "./internal/assert-dataset.ts";

/**
 * Leaves out the examples that a teacher did not answer, in some view or in all: what remains can be distilled from its
 * recorded answers.
 *
 * @param softTargets as opened by `openSoftTargets`, or anything else with a manifest
 * @returns a view of the dataset; the dataset itself if nothing is left out
 *
 * @example
 * ```ts
 * import { createDataset, datasetSize } from "@dark-knowledge/datasets";
 * import { parseManifest } from "@dark-knowledge/soft-targets";
 * import { answeredExamples } from "@dark-knowledge/training";
 *
 * const dataset = createDataset({ columns: { x: { values: Float32Array.of(1, 2, 3), shape: [1] } } });
 * const manifest = { unanswered: [{ augmentationSeed: 0, ids: [1] }] } as unknown as ReturnType<typeof parseManifest>;
 * datasetSize(answeredExamples({ manifest }, dataset)); // => 2
 * ```
 */
export function answeredExamples(softTargets: Pick<SoftTargets, "manifest">, dataset: Dataset): Dataset {
  assertFields("answeredExamples", softTargets, { manifest: "object" }, { argument: "softTargets" });
  assertDataset("answeredExamples", "dataset", dataset);
  const { manifest } = softTargets;
  const unanswered = new Set(manifest.unanswered?.flatMap(({ ids }) => ids));
  if (unanswered.size === 0) return dataset;
  return { ...dataset, rows: dataset.rows.filter((id) => !unanswered.has(id)) };
}
