import { markdownTables, type RunRecord, recordLines } from "@dark-knowledge/report";
import { GENERATED } from "../data/load-dataset.ts";
import type { Experiment } from "../experiment.ts";
import { loadSpecialistsData } from "./load-specialists-data.ts";
import { planSpecialists } from "./plan-specialists.ts";
import { specialistsPage } from "./specialists-page.ts";
import { specialistsRecord } from "./specialists-record.ts";
import { createSpecialistsSchema, resolveSpecialistsSpec, type SpecialistsSpec } from "./specialists-spec.ts";
import { specialistsRemarks, specialistsTables } from "./specialists-tables.ts";

/** Section 5 of the paper: specialists for confusable classes, and one net distilled from them. */
export const specialists: Experiment<SpecialistsSpec> = {
  name: "specialists",
  description:
    "section 5 of the paper: specialists for confusable classes, combined without a gate, and one net distilled from them",
  schema: createSpecialistsSchema,
  options: [
    {
      name: "smoke",
      path: "dataset",
      value: "generated",
      description: "generated data with known clusters, in seconds",
    },
    { name: "seeds", path: "seeds", argument: "n|list" },
    { name: "generalist", path: "generalist", argument: "net" },
    {
      name: "epochs",
      path: "generalist.epochs",
      argument: "n",
      description: "passes of the generalist over the training set",
    },
    { name: "clusters", path: "specialists.clusters", argument: "n" },
    { name: "clusterSize", path: "specialists.size", argument: "n" },
    { name: "disjoint", path: "specialists.size", value: null, description: "each class in exactly one set" },
    { name: "specialistEpochs", path: "specialists.epochs", argument: "n" },
    { name: "trainSize", path: "trainSize", argument: "n" },
  ],
  variants: [
    { name: "emnist-byclass", given: {} },
    { name: "generated", given: { dataset: "generated" } },
  ],
  resolve: resolveSpecialistsSpec,
  takesDirectory: ({ dataset }) => !GENERATED.includes(dataset),
  folder: () => "specialists",
  loadData: loadSpecialistsData,
  identify: ({ dataset, trainSize, validationSize }) => ({ dataset, trainSize, validationSize }),
  stages: (spec) => planSpecialists(spec).flatMap(({ stages }) => stages),
  record: specialistsRecord,
  files: (record) => ({
    "record.jsonl": recordLines(record),
    "table.md": `${textOf(record)}\n`,
    "report.html": specialistsPage(record),
  }),
  summary: textOf,
};

function textOf(record: RunRecord, width?: number): string {
  const tables = markdownTables(specialistsTables(record), { width });
  return `${tables}\n\n${specialistsRemarks(record).join("\n")}`;
}
