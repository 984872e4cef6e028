import { classNamesOf, datasetSize } from "@dark-knowledge/datasets";
import type { DatasetRecord, NetRecord, RunRecord } from "@dark-knowledge/report";
import type { ExperimentOutcome } from "../experiment.ts";
import { failuresOf } from "../internal/failures-of.ts";
import { examplesOf } from "../nets/examples-of.ts";
import { netRecordOf } from "../nets/net-record-of.ts";
import { mnistReferences } from "./mnist-references.ts";
import type { MnistSpec } from "./mnist-spec.ts";
import { planMnist } from "./plan-mnist.ts";
import { baselineOf } from "./resolve-mnist-spec.ts";

/** The labels of the two students of section 3, regardless of their names. */
const [HARD, DISTILLED] = ["student, hard labels", "student, distilled"];

/** Makes the record of a run. Nets that failed, or whose teacher failed, are left out. */
export async function mnistRecord(outcome: ExperimentOutcome<MnistSpec>): Promise<RunRecord> {
  const { spec, data, versions, backend } = outcome;
  const { training, test } = data;
  const baseline = baselineOf(spec);
  const dataset: DatasetRecord = {
    name: spec.dataset,
    sizes: { training: datasetSize(training), test: datasetSize(test) },
    ...(spec.holdOut > 0 ? { isHeldOut: true } : {}),
    classNames: classNamesOf(test),
  };
  const nets: NetRecord[] = [];
  for (const { student, input, ...names } of planMnist(spec).nets) {
    const isBaseline = student !== undefined && student.name === baseline?.name;
    const label = isBaseline ? HARD : student?.table === "section-3" && input.soft ? DISTILLED : undefined;
    const more = student ? { table: student.table, ...(isBaseline ? { baseline: true } : {}) } : {};
    nets.push(...(await netRecordOf({ ...names, ...more, ...(label ? { label } : {}) }, input, outcome)));
  }
  return {
    experiment: "mnist",
    title: `Distillation on ${spec.dataset === "mnist" ? "MNIST" : "generated digits"}`,
    ...{ spec: { ...spec }, versions, backend, dataset },
    examples: examplesOf(test),
    ...failuresOf(outcome.failures),
    references: mnistReferences(dataset),
    nets,
  };
}
