import { assertRecord } from "./internal/assert-record.ts";
import { orderModels } from "./internal/find-model.ts";
import type { ModelRecord, ModelRole, RunRecord } from "./run-record.ts";
import { type Summary, summarise } from "./summarise.ts";

/** One line of the result table. */
export interface ResultRow {
  readonly role: ModelRole;
  /** Label and architecture: `student, hard labels (784-30-30-10)`. */
  readonly model: string;
  /** Test errors over the seeds. */
  readonly errors: Summary;
  /** The mean of the test errors as a share of the test set, from 0 to 1. */
  readonly errorRate: number;
  /** Mean negative log-likelihood of the test labels at T = 1, over the seeds. */
  readonly nll: Summary;
  /** The share of test examples on which the model agrees with the teacher; undefined where it was not measured. */
  readonly agreement: Summary | undefined;
  readonly parameters: number;
  /** Training time over the seeds. */
  readonly seconds: Summary;
}

/**
 * The result of a run as rows of numbers: teacher, student on hard labels, distilled student.
 *
 * @returns one row per model that the record has, always in that order
 * @throws ArgumentError when the parts of `record` do not fit together
 * @see markdownTable for the same as text
 *
 * @example
 * ```ts
 * import { resultTable, type RunRecord } from "@dark-knowledge/report";
 *
 * const evaluation = { size: 200, errors: 9, accuracy: 0.955, nll: 0.25, calibrationError: 0.01, confusion: [[96, 4], [5, 95]] };
 * const record: RunRecord = {
 *   title: "two classes", spec: {}, versions: {}, backend: "cpu",
 *   dataset: { name: "toy", trainSize: 10, transferSize: 10, validationSize: 0, testSize: 200, classNames: ["0", "1"] },
 *   models: [
 *     { role: "teacher", label: "teacher", architecture: "2-9-2", parameters: 47, runs: [{ seed: 1, seconds: 3, history: [], evaluation }] },
 *   ],
 *   examples: [],
 * };
 * const [row] = resultTable(record);
 * row?.model; // => "teacher (2-9-2)"
 * row?.errors; // => { mean: 9, spread: undefined, count: 1 }
 * row?.errorRate; // => 0.045
 * ```
 */
export function resultTable(record: RunRecord): readonly ResultRow[] {
  assertRecord("resultTable", record);
  return orderModels(record).map(rowOf);
}

function rowOf(model: ModelRecord): ResultRow {
  const { role, label, architecture, parameters, runs } = model;
  const errors = summarise(runs.map(({ evaluation }) => evaluation.errors));
  const agreements = runs.flatMap(({ fidelity }) => fidelity?.agreement ?? []);
  return {
    role,
    model: label.includes(architecture) ? label : `${label} (${architecture})`,
    errors,
    errorRate: errors.mean / runs[0]!.evaluation.size,
    nll: summarise(runs.map(({ evaluation }) => evaluation.nll)),
    agreement: agreements.length > 0 ? summarise(agreements) : undefined,
    parameters,
    seconds: summarise(runs.map(({ seconds }) => seconds)),
  };
}
