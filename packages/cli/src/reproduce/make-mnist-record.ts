import { classNamesOf, type Dataset, datasetSize, inputShape, labelsOf } from "@dark-knowledge/datasets";
import type { MnistExample, MnistNetRecord, MnistRecord } from "@dark-knowledge/report";
import type { StagesOutcome } from "../run-stages.ts";
import { versions } from "../versions.ts";
import { examplePositions } from "./example-positions.ts";
import type { MnistShared } from "./mnist-shared.ts";
import type { MnistSpec } from "./mnist-spec.ts";
import type { MnistStage } from "./mnist-stages.ts";
import type { MnistTraining, MnistTrainingResult } from "./mnist-train.ts";

/** Puts the results of a run into the form that `@dark-knowledge/report` shows. Nets that failed, or whose teacher did, are left out. */
export function makeMnistRecord(
  spec: MnistSpec,
  { training, test }: MnistShared,
  stages: readonly MnistStage[],
  { results, failures }: StagesOutcome,
  backend: string,
): MnistRecord {
  const inputs = inputShape(test).reduce((product, size) => product * size, 1);
  const classNames = classNamesOf(test);
  return {
    spec: { ...spec },
    versions: versions(),
    backend,
    dataset: {
      name: spec.dataset,
      trainSize: datasetSize(training),
      testSize: datasetSize(test),
      isHeldOut: spec.holdOut > 0,
      classNames,
    },
    ...(failures.size > 0 ? { failures: Array.from(failures, ([name, { message }]) => ({ name, message })) } : {}),
    examples: examplePositions(test).map((position) => exampleAt(test, position)),
    nets: stages.flatMap((stage): MnistNetRecord | [] => {
      const { role, seed, student, teacherSeed } = stage;
      if (role === "answers" || !results.has(stage.name)) return [];
      const { net, omit, only, soft } = stage.input as MnistTraining;
      return {
        role,
        name: student?.name ?? role,
        seed,
        ...(student ? { table: student.table } : {}),
        ...(teacherSeed === undefined ? {} : { teacherSeed }),
        architecture: [inputs, ...net.hidden, classNames.length].join("-"),
        ...(soft ? { temperature: soft.temperature } : {}),
        omit,
        only,
        ...(results.get(stage.name) as MnistTrainingResult),
      };
    }),
  };
}

function exampleAt(test: Dataset, position: number): MnistExample {
  const { values, shape } = test.columns.features!;
  const [height, width] = shape as [number, number];
  const row = test.rows[position]!;
  const pixels = Array.from(values.subarray(row * height * width, (row + 1) * height * width));
  return { pixels, width, height, label: labelsOf(test)[position]! };
}

/** A record as JSON lines: what it was, then a line for each net. */
export function mnistRecordLines({ nets, ...run }: MnistRecord): string {
  return [{ kind: "run", ...run }, ...nets.map((net) => ({ kind: "net", ...net }))]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join("");
}
