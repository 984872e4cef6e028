import {
  compareStudents,
  formatPlural,
  htmlReport,
  markdownTable,
  markdownTables,
  type RunRecord,
  recordLines,
} from "@dark-knowledge/report";
import { ANY_DATA } from "../data/any-data.ts";
import { dataName } from "../data/data-name.ts";
import { DATA_OPTIONS } from "../data/data-spec.ts";
import type { Experiment, ExperimentOutcome } from "../experiment.ts";
import { MODEL_FOLDER } from "../nets/internal/stage-files.ts";
import type { NetResult } from "../nets/net-result.ts";
import { isExternal } from "../nets/teacher-spec.ts";
import { hashSpec } from "../spec/hash-spec.ts";
import { askTeacher } from "./ask-teacher.ts";
import { distillRecord } from "./distill-record.ts";
import { createDistillSchema, type DistillSpec, resolveDistillSpec } from "./distill-spec.ts";
import { distillNets, distillStages } from "./distill-stages.ts";
import { distillTable, furtherTables } from "./distill-tables.ts";
import { loadDistillData } from "./load-distill-data.ts";
import { metricsLines } from "./metrics-lines.ts";

/** The distillation experiment: a teacher, a small net on hard labels, and the same net distilled from the teacher. */
export const distill: Experiment<DistillSpec> = {
  name: "distill",
  description: "distil a big net into a small one and show what the soft targets changed",
  schema: createDistillSchema,
  options: [
    ...DATA_OPTIONS,
    {
      name: "teacher",
      path: "teacher",
      argument: "net",
      description:
        'the teacher: a net, or FILE.onnx, an http(s) address, "cmd: COMMAND" or a directory of soft targets',
    },
    { name: "student", path: "student", argument: "net" },
    { name: "temperature", path: "temperature", argument: "T" },
    { name: "hardWeight", path: "hardWeight", argument: "w" },
    { name: "mixup", path: "mixup", argument: "alpha", fallback: "none" },
    {
      name: "epochs",
      path: "student.epochs",
      argument: "n",
      description: "passes of the students over the transfer set",
    },
    {
      name: "teacherEpochs",
      path: "teacher.epochs",
      argument: "n",
      description: "passes of the teacher over the training set",
    },
    { name: "folds", path: "folds", argument: "n", fallback: "none" },
    { name: "seeds", path: "seeds", argument: "n|list" },
    { name: "omit", path: "omit", argument: "classes" },
    { name: "only", path: "only", argument: "classes" },
    { name: "transferSize", path: "transferSize", argument: "n" },
  ],
  ...ANY_DATA,
  resolve: resolveDistillSpec,
  // Runs of different settings get different names.
  folder: (spec) => `${dataName(spec)}-${hashSpec(spec)}`,
  loadData: loadDistillData,
  prepare: askTeacher,
  stages: distillStages,
  record: distillRecord,
  files: (record) => ({
    "record.jsonl": recordLines(record),
    "metrics.jsonl": metricsLines(record),
    "table.md": `${tablesText(record)}\n`,
    "report.html": htmlReport(record, { tables: furtherTables(record) }),
  }),
  summary: (record, width) => `${headline(record)}\n\n${tablesText(record, width)}\n\n${compareStudents(record)}`,
  kept: keptNets,
};

function tablesText(record: RunRecord, width?: number): string {
  const further = furtherTables(record);
  const nets = markdownTable(distillTable(record), { width });
  return further.length === 0 ? nets : `${nets}\n\n${markdownTables(further, { width })}`;
}

function headline(record: RunRecord): string {
  const { spec, dataset } = record;
  const { temperature, seeds } = spec as unknown as DistillSpec;
  const count = seeds.length === 1 ? "one seed" : `mean ± standard deviation over ${seeds.length} seeds`;
  const figures = distillTable(record).columns[1]?.title ?? "figures";
  const softened = dataset.classNames.length > 0 ? `, temperature ${temperature}` : "";
  return `${dataset.name}${softened}, ${figures} of ${formatPlural(dataset.sizes.test ?? 0, "example")}, ${count}`;
}

/**
 * Keeps the teacher, unless it is from elsewhere, and the distilled student with the fewest errors, or the smallest, on
 * the validation set: nothing is chosen on the test set.
 */
function keptNets({
  spec,
  outcomes,
  directoryOf,
}: ExperimentOutcome<DistillSpec>): Readonly<{ [name: string]: string }> {
  const errorsOf = (stage: string) => {
    const { errors, rmse } = (outcomes.get(stage)!.result as NetResult).history.at(-1)?.validation ?? {};
    return errors ?? rmse ?? 0;
  };
  const finished = distillNets(spec).filter(({ stage }) => outcomes.has(stage));
  const students = finished.filter(({ name }) => name === "distilled" || name === "out-of-fold");
  const [teacher] = finished.filter(({ name }) => name === "teacher");
  const best = students.reduce(
    (found, one) => (errorsOf(one.stage) < errorsOf(found.stage) ? one : found),
    students[0]!,
  );
  return Object.fromEntries(
    Object.entries({ teacher, student: best }).flatMap(([name, net]) =>
      net === undefined || isExternal(net.input.net) ? [] : [[name, `${directoryOf(net.stage)}/${MODEL_FOLDER}`]],
    ),
  );
}
