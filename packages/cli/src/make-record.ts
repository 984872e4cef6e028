import { type Matrix, matrixRow } from "@dark-knowledge/core";
import { classNamesOf, type Dataset, datasetSize, inputShape, labelsOf } from "@dark-knowledge/datasets";
import type {
  FidelityRecord,
  ModelRecord,
  ModelRole,
  ModelRun,
  RunRecord,
  SoftTargetExample,
} from "@dark-knowledge/report";
import { evaluateLogits, fidelityOfLogits } from "@dark-knowledge/training";
import type { JobResult } from "./job.ts";
import type { RunData } from "./load-data.ts";
import type { DistillSpec } from "./spec.ts";
import { versions } from "./versions.ts";

/** The results of all jobs of a run, by role. */
export type RunResults = Readonly<Record<ModelRole, readonly { readonly seed: number; readonly result: JobResult }[]>>;

const LABELS: Readonly<Record<ModelRole, string>> = {
  teacher: "teacher",
  hard: "student, hard labels",
  distilled: "student, distilled",
};

const EXAMPLES = 8;

/** Puts a run into the form that `@dark-knowledge/report` shows. */
export function makeRecord(spec: DistillSpec, data: RunData, results: RunResults, backend: string): RunRecord {
  const sizes = (hidden: readonly number[]) => [
    inputShape(data.test).reduce((product, size) => product * size, 1),
    ...hidden,
    classNamesOf(data.test).length,
  ];
  const architectures: Readonly<Record<ModelRole, string>> = {
    teacher: sizes(spec.teacher.hidden).join("-"),
    hard: sizes(spec.student.hidden).join("-"),
    distilled: sizes(spec.student.hidden).join("-"),
  };
  const teacherLogits = results.teacher[0]!.result.testLogits;
  return {
    title: `${spec.dataset}: ${architectures.teacher} into ${architectures.distilled}`,
    spec: { ...spec },
    versions: versions(),
    backend,
    dataset: {
      name: spec.dataset,
      trainSize: datasetSize(data.training),
      transferSize: datasetSize(data.transfer),
      validationSize: data.validation === undefined ? 0 : datasetSize(data.validation),
      testSize: datasetSize(data.test),
      classNames: classNamesOf(data.test),
    },
    models: (["teacher", "hard", "distilled"] as const).map(
      (role): ModelRecord => ({
        role,
        label: LABELS[role],
        architecture: architectures[role],
        parameters: results[role][0]!.result.parameters,
        runs: results[role].map(({ seed, result }) => modelRun(seed, result, data.test, teacherLogits, role)),
      }),
    ),
    examples: chooseExamples(data.test, results),
  };
}

function modelRun(
  seed: number,
  { testLogits, history, seconds }: JobResult,
  test: Dataset,
  teacherLogits: Matrix,
  role: ModelRole,
): ModelRun {
  const { calibration, confusion, ...figures } = evaluateLogits(testLogits, labelsOf(test));
  return {
    seed,
    evaluation: {
      ...figures,
      calibrationError: calibration.error,
      confusion: Array.from({ length: confusion.rows }, (_, row) => Array.from(matrixRow(confusion, row))),
    },
    ...(role === "teacher" ? {} : { fidelity: fidelityRecord(testLogits, teacherLogits) }),
    seconds,
    history: history.map(({ epoch, terms, validation }) => ({
      epoch: epoch + 1,
      terms,
      ...(validation === undefined ? {} : { validation }),
    })),
  };
}

function fidelityRecord(studentLogits: Matrix, teacherLogits: Matrix): FidelityRecord {
  const { agreement, kl } = fidelityOfLogits(studentLogits, teacherLogits);
  return { agreement, kl };
}

/** The test digits about which the teacher is least sure, one of each class: there soft targets say the most. */
function chooseExamples(test: Dataset, results: RunResults): readonly SoftTargetExample[] {
  const teacher = results.teacher[0]!.result.testLogits;
  const labels = labelsOf(test);
  const leastSure = new Map<number, { position: number; margin: number }>();
  labels.forEach((label, position) => {
    const [first, second] = Array.from(matrixRow(teacher, position)).sort((a, b) => b - a);
    const margin = first! - second!;
    if (margin < (leastSure.get(label)?.margin ?? Infinity)) leastSure.set(label, { position, margin });
  });
  const { values, shape } = test.columns.features!;
  const [height, width] = shape;
  const pixels = shape.reduce((product, size) => product * size, 1);
  return [...leastSure.entries()]
    .sort(([a], [b]) => a - b)
    .slice(0, EXAMPLES)
    .map(([label, { position }]) => ({
      pixels: Array.from(values.subarray(test.rows[position]! * pixels, (test.rows[position]! + 1) * pixels)),
      width: width!,
      height: height!,
      label,
      teacherLogits: Array.from(matrixRow(teacher, position)),
      studentLogits: Array.from(matrixRow(results.distilled[0]!.result.testLogits, position)),
      hardLogits: Array.from(matrixRow(results.hard[0]!.result.testLogits, position)),
    }));
}
