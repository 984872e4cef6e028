import { assertRecord } from "./internal/assert-record.ts";
import { findModel } from "./internal/find-model.ts";
import type { ModelRole, RunRecord } from "./run-record.ts";
import { summarise } from "./summarise.ts";

/**
 * The share of the way from the student on hard labels to the teacher that the distilled student went, in test errors:
 * `(hard − distilled) / (hard − teacher)`, each the mean over its seeds.
 *
 * Below 0 the distilled student did worse than the one on hard labels, above 1 better than the teacher.
 *
 * @returns undefined when one of the three models is missing, or the teacher made as many errors as the student on
 * hard labels or more, so that there is no gap to close
 * @throws ArgumentError when the parts of `record` do not fit together
 *
 * @example
 * ```ts
 * import { gapClosed, type ModelRecord, type RunRecord } from "@dark-knowledge/report";
 *
 * const model = (role: ModelRecord["role"], errors: number): ModelRecord => ({
 *   role,
 *   label: role,
 *   architecture: "2-2",
 *   parameters: 6,
 *   runs: [{ seed: 1, seconds: 1, history: [], evaluation: {
 *     size: 200, errors, accuracy: 1 - errors / 200, nll: 0.1, calibrationError: 0, confusion: [[100, 0], [errors, 100 - errors]],
 *   } }],
 * });
 * const record: RunRecord = {
 *   title: "two classes", spec: {}, versions: {}, backend: "cpu",
 *   dataset: { name: "toy", trainSize: 10, transferSize: 10, validationSize: 0, testSize: 200, classNames: ["0", "1"] },
 *   models: [model("teacher", 10), model("hard", 30), model("distilled", 15)],
 *   examples: [],
 * };
 * gapClosed(record); // => 0.75
 * ```
 */
export function gapClosed(record: RunRecord): number | undefined {
  assertRecord("gapClosed", record);
  const teacher = meanErrors(record, "teacher");
  const hard = meanErrors(record, "hard");
  const distilled = meanErrors(record, "distilled");
  if (teacher === undefined || hard === undefined || distilled === undefined || hard <= teacher) return undefined;
  return (hard - distilled) / (hard - teacher);
}

function meanErrors(record: RunRecord, role: ModelRole): number | undefined {
  const model = findModel(record, role);
  return model && summarise(model.runs.map(({ evaluation }) => evaluation.errors)).mean;
}
