import { describeRun, markdownTables, recordLines } from "@dark-knowledge/report";
import { GENERATED } from "../data/load-dataset.ts";
import type { Experiment } from "../experiment.ts";
import { loadMnistData } from "./load-mnist-data.ts";
import { mnistPage } from "./mnist-page.ts";
import { mnistRecord } from "./mnist-record.ts";
import type { MnistSpec } from "./mnist-spec.ts";
import { mnistTables } from "./mnist-tables.ts";
import { planMnist } from "./plan-mnist.ts";
import { createMnistSchema, resolveMnistSpec } from "./resolve-mnist-spec.ts";

/** Section 3 of the paper, and results beyond it. */
export const mnist: Experiment<MnistSpec> = {
  name: "mnist",
  description: "section 3 of the paper: MNIST digits, temperatures, and classes that the student never saw",
  schema: createMnistSchema,
  options: [
    { name: "smoke", path: "dataset", value: "digits", description: "generated digits and small nets, in a minute" },
    { name: "only", path: "tables", argument: "tables", description: "only these tables, separated by commas" },
    { name: "seeds", path: "studentSeeds", argument: "n|list" },
    { name: "teacherSeeds", path: "teacherSeeds", argument: "n|list" },
    { name: "holdOut", path: "holdOut", argument: "n" },
  ],
  variants: [
    { name: "mnist", given: {} },
    { name: "digits", given: { dataset: "digits" } },
  ],
  resolve: resolveMnistSpec,
  takesDirectory: ({ dataset }) => !GENERATED.includes(dataset),
  folder: () => "mnist",
  loadData: loadMnistData,
  identify: ({ dataset, trainSize, testSize, holdOut }) => ({ dataset, trainSize, testSize, holdOut }),
  stages: (spec) => planMnist(spec).stages,
  record: mnistRecord,
  files: (record) => ({
    "record.jsonl": recordLines(record),
    "table.md": `${describeRun(record)}\n\n${markdownTables(mnistTables(record))}\n`,
    "report.html": mnistPage(record),
  }),
  summary: (record, width) => `${describeRun(record)}\n\n${markdownTables(mnistTables(record), { width })}`,
};
