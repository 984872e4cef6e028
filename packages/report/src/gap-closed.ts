import { assertRecord } from "./assert-record.ts";
import { assertGroup } from "./internal/assert-nets.ts";
import { gapOf } from "./internal/gap-of.ts";
import type { NetGroup } from "./internal/group.ts";
import type { RunRecord } from "./run-record.ts";

/**
 * Computes how much of the gap between baseline and teacher a student closed: `(baseline − student) / (baseline −
 * teacher)`, each the mean over its seeds, in test errors or in the first metric that all three have.
 *
 * Below 0 the student did worse than the baseline; above 1 it did better than the teacher. The baseline is the one with
 * the student's layers, in the student's table where there are several. The teacher is the student's own, or else the
 * first.
 *
 * @param student nets that differ only by their seed. Default: the first student on soft targets in the baseline's
 * table
 * @returns the share, or undefined when one of the three is missing or the teacher is no better than the baseline, so
 * that there is no gap to close
 * @throws ArgumentError when the parts of `record` are inconsistent, or `student` has the wrong type
 *
 * @example
 * ```ts
 * import { gapClosed, type RunRecord } from "@dark-knowledge/report";
 *
 * const record: RunRecord = {
 *   experiment: "mine", title: "two classes", spec: {}, versions: {}, backend: "cpu",
 *   dataset: { name: "toy", sizes: { test: 200 }, classNames: ["0", "1"] },
 *   examples: [],
 *   nets: [
 *     { role: "teacher", name: "big", seed: 1, figures: { errors: 10 } },
 *     { role: "student", name: "plain", baseline: true, seed: 1, figures: { errors: 30 } },
 *     { role: "student", name: "kd", temperature: 4, seed: 1, figures: { errors: 15 } },
 *   ],
 * };
 * gapClosed(record); // => 0.75
 * ```
 */
export function gapClosed(record: RunRecord, student?: NetGroup): number | undefined {
  assertRecord("gapClosed", record);
  if (student !== undefined) assertGroup("gapClosed", "student", student, record);
  return gapOf(record, student);
}
