import { htmlReport, markdownTables, recordLines } from "@dark-knowledge/report";
import type { Experiment } from "../experiment.ts";
import { loadSpeechData } from "./load-speech-data.ts";
import { speechRecord } from "./speech-record.ts";
import { createSpeechSchema, resolveSpeechSpec, type SpeechSpec } from "./speech-spec.ts";
import { speechStages } from "./speech-stages.ts";
import { speechTables } from "./speech-tables.ts";

/** Section 4 of the paper on a made-up language: acoustic models, their mean, and one net that learns from it. */
export const speech: Experiment<SpeechSpec> = {
  name: "speech",
  description: "section 4 of the paper: ten acoustic models distilled into one, on a made-up language",
  schema: createSpeechSchema,
  options: [
    { name: "smoke", path: "dataset", value: "made-up-small", description: "fewer utterances and nets, in seconds" },
    { name: "net", path: "net", argument: "net" },
    { name: "epochs", path: "net.epochs", argument: "n", description: "passes of every net over all frames" },
    { name: "members", path: "members", argument: "n|list" },
    { name: "mean", path: "mean", argument: "name" },
    { name: "temperature", path: "temperature", argument: "T" },
    { name: "hardWeight", path: "hardWeight", argument: "w" },
    { name: "seeds", path: "seeds", argument: "n|list" },
  ],
  variants: [
    { name: "made-up", given: {} },
    { name: "made-up-small", given: { dataset: "made-up-small" } },
  ],
  resolve: resolveSpeechSpec,
  takesDirectory: () => false,
  folder: ({ dataset }) => (dataset === "made-up" ? "speech" : "speech-small"),
  loadData: loadSpeechData,
  identify: ({ dataset, utterances, past, future }) => ({ dataset, utterances, past, future }),
  stages: speechStages,
  record: speechRecord,
  files: (record) => ({
    "record.jsonl": recordLines(record),
    "table.md": `${markdownTables(speechTables(record))}\n`,
    "report.html": htmlReport(record),
  }),
  summary: (record, width) => markdownTables(speechTables(record), { width }),
};
