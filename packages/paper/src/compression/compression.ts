import { markdownTables, recordLines } from "@dark-knowledge/report";
import { ANY_DATA } from "../data/any-data.ts";
import { DATA_OPTIONS } from "../data/data-spec.ts";
import { loadData } from "../data/load-data.ts";
import type { Experiment } from "../experiment.ts";
import { SpecError } from "../spec/spec-error.ts";
import { compressionPage } from "./compression-page.ts";
import { compressionRecord } from "./compression-record.ts";
import { type CompressionSpec, createCompressionSchema, resolveCompressionSpec } from "./compression-spec.ts";
import { compressionStages } from "./compression-stages.ts";
import { compressionTables } from "./compression-tables.ts";
import { assertTask } from "./internal/task-data.ts";

/** Data that cannot be compressed here. */
const WITHOUT: readonly string[] = ["text", "variances", "task"];

/** Smaller nets: every method of the compression package on any data, with recovery by soft targets and by labels. */
export const compression: Experiment<CompressionSpec> = {
  name: "compression",
  description:
    "beyond the paper: nets made small by pruning, factors, codebooks and few bits, repaired by soft targets",
  schema: createCompressionSchema,
  options: [
    { name: "smoke", path: "dataset", value: "digits", description: "generated digits and small nets, in seconds" },
    { name: "only", path: "only", argument: "nets" },
    { name: "seeds", path: "seeds", argument: "n|list" },
    { name: "temperature", path: "temperature", argument: "T" },
    { name: "adaptTo", path: "adaptation.classes", argument: "classes", fallback: "none" },
    ...DATA_OPTIONS.filter(({ name }) => !WITHOUT.includes(name)),
  ],
  ...ANY_DATA,
  variants: [
    { name: "mnist, fashion-mnist", given: {} },
    { name: "digits", given: { dataset: "digits" } },
    { name: "a table", given: { data: { path: "table.csv", label: "class" } } },
    { name: "images", given: { data: { path: "images" } } },
  ],
  resolve: resolveCompressionSpec,
  loadData: async (spec, source) => {
    const data = await loadData(spec, source);
    const { kind } = data.training.targets;
    if (kind !== "classes") throw new SpecError("data.task", "must be classes here", kind);
    if (data.validation === undefined) {
      throw new SpecError("validationSize", "must be above 0: choices are made on the validation set", "none");
    }
    if (spec.adaptation !== undefined) assertTask(data, spec.adaptation.classes);
    return data;
  },
  folder: () => "compression",
  stages: compressionStages,
  record: compressionRecord,
  files: (record) => ({
    "record.jsonl": recordLines(record),
    "table.md": `${markdownTables(compressionTables(record))}\n`,
    "report.html": compressionPage(record),
  }),
  summary: (record, width) => markdownTables(compressionTables(record), { width }),
};
