import { htmlReport, markdownTables, netTable, type RunRecord, recordLines, type Table } from "@dark-knowledge/report";
import { ANY_DATA } from "../data/any-data.ts";
import { assertMixable } from "../data/assert-mixable.ts";
import { dataRecordOf } from "../data/data-record-of.ts";
import { DATA_OPTIONS } from "../data/data-spec.ts";
import { loadData } from "../data/load-data.ts";
import type { Experiment } from "../experiment.ts";
import { failuresOf } from "../internal/failures-of.ts";
import { examplesOf } from "../nets/examples-of.ts";
import { netRecordOf } from "../nets/net-record-of.ts";
import { SpecError } from "../spec/spec-error.ts";
import { createRegulariserSchema, type RegulariserSpec, resolveRegulariserSpec } from "./regulariser-spec.ts";
import { regulariserNets, regulariserStages, tableName } from "./regulariser-stages.ts";

/** Section 6 of the paper on any data: a small share of it on labels, with usual regularisers, and on soft targets. */
export const regulariser: Experiment<RegulariserSpec> = {
  name: "regulariser",
  description: "section 6 of the paper: soft targets as regularisers, when a net sees a small share of the data",
  schema: createRegulariserSchema,
  options: [
    ...DATA_OPTIONS,
    { name: "net", path: "net", argument: "net" },
    { name: "shares", path: "shares", argument: "list" },
    { name: "temperature", path: "temperature", argument: "T" },
    { name: "hardWeight", path: "hardWeight", argument: "w" },
    { name: "mixup", path: "mixup", argument: "alpha" },
    { name: "epochs", path: "net.epochs", argument: "n", description: "passes of the net that sees all examples" },
    { name: "seeds", path: "seeds", argument: "n|list" },
  ],
  ...ANY_DATA,
  resolve: resolveRegulariserSpec,
  loadData: async (spec, source) => {
    const data = await loadData(spec, source);
    const { kind } = data.training.targets;
    // Label smoothing and the comparison itself are about one class for each example.
    if (kind !== "classes") throw new SpecError("data.task", "must be classes here", kind);
    assertMixable(data.training, spec.mixup);
    return data;
  },
  folder: () => "regulariser",
  stages: regulariserStages,
  record: async (outcome) => {
    const { spec, data, versions, backend } = outcome;
    const dataset = dataRecordOf(spec, data);
    const nets = await Promise.all(regulariserNets(spec).map((net) => netRecordOf(net.names, net.input, outcome)));
    return {
      experiment: "regulariser",
      title: `Soft targets as regularisers: ${dataset.name}`,
      ...{ spec: { ...spec }, versions, backend, dataset },
      ...{ examples: examplesOf(data.test, data.exampleTexts), ...failuresOf(outcome.failures), nets: nets.flat() },
    };
  },
  files: (record) => ({
    "record.jsonl": recordLines(record),
    "table.md": `${markdownTables(tablesOf(record))}\n`,
    "report.html": htmlReport(record),
  }),
  summary: (record, width) => markdownTables(tablesOf(record), { width }),
};

function tablesOf(record: RunRecord): readonly Table[] {
  const { shares } = record.spec as unknown as RegulariserSpec;
  const netsOf = (title: string) => record.nets.filter(({ role, table }) => role === "teacher" || table === title);
  const without = ["parameters", "teacherErrors"];
  return shares.map(tableName).map((title) => netTable(record, { nets: netsOf(title), title, without }));
}
