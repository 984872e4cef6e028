import { compareStudents, findComparison, markdownTables, type RunRecord, recordLines } from "@dark-knowledge/report";
import { GENERATED } from "../data/load-dataset.ts";
import type { Experiment, ExperimentOutcome } from "../experiment.ts";
import { MODEL_FOLDER } from "../nets/internal/stage-files.ts";
import { intentsPage } from "./intents-page.ts";
import { intentsRecord } from "./intents-record.ts";
import { createIntentsSchema, type IntentsSpec, resolveIntentsSpec } from "./intents-spec.ts";
import { intentsNets, intentsStages } from "./intents-stages.ts";
import { intentsTables } from "./intents-tables.ts";
import { loadIntentsData } from "./load-intents-data.ts";

/** Intents of sentences with few labels: a sentence encoder with a head taught into a net on hashed words. */
export const intents: Experiment<IntentsSpec> = {
  name: "intents",
  description: "beyond the paper: a sentence encoder distilled into a small net on hashed words, with few labels",
  schema: createIntentsSchema,
  options: [
    { name: "smoke", path: "dataset", value: "generated", description: "generated sentences, in seconds" },
    { name: "seeds", path: "seeds", argument: "n|list" },
    { name: "student", path: "student", argument: "net" },
    { name: "epochs", path: "student.epochs", argument: "n", description: "passes of the student over all sentences" },
    { name: "temperature", path: "temperature", argument: "T" },
    { name: "hardWeight", path: "hardWeight", argument: "w" },
    {
      name: "onValidation",
      path: "measuredOn",
      value: "validation",
      description: "measure on the validation set, to make choices",
    },
  ],
  variants: [
    { name: "clinc150", given: {} },
    { name: "generated", given: { dataset: "generated" } },
  ],
  resolve: resolveIntentsSpec,
  takesDirectory: ({ dataset }) => !GENERATED.includes(dataset),
  folder: ({ dataset }) => (dataset === "clinc150" ? "intents" : "intents-generated"),
  loadData: loadIntentsData,
  identify: ({ dataset, measuredOn, features }) => ({ dataset, measuredOn, features }),
  stages: intentsStages,
  record: intentsRecord,
  files: (record) => ({
    "record.jsonl": recordLines(record),
    "table.md": `${markdownTables(intentsTables(record))}\n`,
    "report.html": intentsPage(record),
  }),
  summary: (record, width) => `${markdownTables(intentsTables(record), { width })}${remark(record)}`,
  kept: keptStudent,
};

function remark(record: RunRecord): string {
  const { baseline, student } = findComparison(record);
  return baseline && student ? `\n\n${compareStudents(record)}` : "";
}

/** Keeps the distilled student of the fewest labels and the first seed: nothing is chosen on the test set. */
function keptStudent({
  spec,
  outcomes,
  directoryOf,
}: ExperimentOutcome<IntentsSpec>): Readonly<{ [name: string]: string }> {
  const [first] = intentsNets(spec).filter(({ name, stage }) => name === "distilled" && outcomes.has(stage));
  return first === undefined ? {} : { student: `${directoryOf(first.stage)}/${MODEL_FOLDER}` };
}
