import { assertFields, createMatrix, type Matrix } from "@dark-knowledge/core";
import { type Dataset, datasetSize } from "@dark-knowledge/datasets";
import { type SoftTargets, spreadTail } from "@dark-knowledge/soft-targets";
import { assertDataset } from "./internal/assert-dataset.ts";
import { assertAnswered, assertStoreFits } from "./internal/stored-answers.ts";

/**
 * Reads the recorded answers to a dataset, as {@link predictLogits} gives those of the teacher itself: logits at temperature 1, `[examples, classes]`, or
 * numbers on the scale of the targets, `[examples, outputs]`.
 *
 * Of top-k answers the mass of the rest is spread over the other classes, as by `spreadTail`.
 *
 * @param softTargets as opened by `openSoftTargets`
 * @param dataset the examples, or some of them, to which the answers were recorded
 * @returns a new matrix: row i for the example at position i
 * @throws ArgumentError when the dataset has variances or a class at each position
 * @throws Error when the answers are of other classes, outputs or examples, or one is missing
 *
 * @example
 * ```ts
 * import { mkdtempSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { createDataset, scale, withTargetScale } from "@dark-knowledge/datasets";
 * import { importSoftTargets, openSoftTargets } from "@dark-knowledge/soft-targets/node";
 * import { recordedLogits } from "@dark-knowledge/training";
 *
 * const directory = mkdtempSync(`${tmpdir()}/answers-`);
 * await importSoftTargets(directory, { numbers: [150, 250], classNames: ["price"] });
 * const houses = createDataset({
 *   columns: { size: { values: Float32Array.of(80, 100), shape: [1] } },
 *   targets: { kind: "numbers", names: ["price"], values: Float32Array.of(100, 300) },
 * });
 * const softTargets = await openSoftTargets(directory);
 * const { data } = await recordedLogits(softTargets, withTargetScale(houses, scale({ subtract: 200, divide: 100 })));
 * Array.from(data); // => [-0.5, 0.5]
 * await softTargets.close();
 * ```
 */
export async function recordedLogits(softTargets: SoftTargets, dataset: Dataset): Promise<Matrix<Float32Array>> {
  assertFields(NAME, softTargets, { manifest: "object", read: "function" }, { argument: "softTargets" });
  assertDataset(NAME, "dataset", dataset);
  const { task, form } = await assertStoreFits(NAME, "dataset", softTargets, dataset);
  await assertAnswered(NAME, "dataset", softTargets, dataset);
  const answers = await softTargets.read(dataset.rows);
  const stored = answers.kind === "dense" ? answers.logits : spreadTail(answers, { classCount: task.names.length });
  return createMatrix(datasetSize(dataset), task.names.length, form.fromStored(stored));
}

const NAME = "recordedLogits";
