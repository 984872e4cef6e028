import type { NetRecord, RunRecord } from "@dark-knowledge/report";
import { dataRecordOf } from "../data/data-record-of.ts";
import type { ExperimentOutcome } from "../experiment.ts";
import { failuresOf } from "../internal/failures-of.ts";
import { describeNet } from "../nets/describe-net.ts";
import { examplesOf } from "../nets/examples-of.ts";
import type { MeasuredAnswers } from "../nets/measure-answers.ts";
import { netRecordOf } from "../nets/net-record-of.ts";
import type { DistillSpec } from "./distill-spec.ts";
import { distillNets } from "./distill-stages.ts";

const LABELS = {
  teacher: "teacher",
  hard: "student, hard labels",
  distilled: "student, distilled",
  "out-of-fold": "student, distilled out of fold",
} as const;

/** Makes the record of a distillation. */
export async function distillRecord(outcome: ExperimentOutcome<DistillSpec>): Promise<RunRecord> {
  const { spec, data, backend, versions } = outcome;
  const { test, exampleTexts } = data;
  const dataset = dataRecordOf(spec, data);
  const { training, ...sizes } = dataset.sizes;
  const [teacher] = distillNets(spec);
  const nets: NetRecord[] = [];
  for (const { name: role, seed, stage, input } of distillNets(spec)) {
    const names = {
      ...{ name: role, seed, stage, label: LABELS[role] },
      ...(role === "teacher"
        ? { role: "teacher" }
        : { role: "student", teacher: { name: "teacher", seed: teacher!.seed, stage: teacher!.stage } }),
      ...(role === "hard" ? { baseline: true } : {}),
    };
    nets.push(...(await netRecordOf(names, input, outcome)));
  }
  const student = nets.find(({ role }) => role === "student");
  const { answered } = (outcome.outcomes.get(teacher!.stage)?.result ?? {}) as Partial<MeasuredAnswers>;
  return {
    experiment: "distill",
    title: `${dataset.name}: ${describeNet(spec.teacher, test)} into ${describeNet(spec.student, test)}`,
    ...{ spec: { ...spec }, versions, backend },
    dataset: {
      ...dataset,
      sizes: { training: training!, ...(student ? { transfer: student.transferSize! } : {}), ...sizes },
    },
    examples: examplesOf(test, exampleTexts),
    ...failuresOf(outcome.failures),
    ...(answered === undefined ? {} : { extras: { answered } }),
    nets,
  };
}
