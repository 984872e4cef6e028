import { markdownTables, recordLines } from "@dark-knowledge/report";
import type { Experiment } from "../experiment.ts";
import { identifyAn4 } from "./an4/an4-spec.ts";
import { identifyDigits } from "./digits/digits-spec.ts";
import { recogniserOf } from "./internal/recogniser-of.ts";
import { timeFrames } from "./internal/time-frames.ts";
import { loadSpeechData } from "./load-speech-data.ts";
import { MADE_UP_VERSION } from "./made-up-speech.ts";
import { pinRecordings } from "./recorded/pin-recordings.ts";
import { speechPage } from "./speech-page.ts";
import { speechRecord } from "./speech-record.ts";
import { createSpeechSchema, resolveSpeechSpec, type SpeechSpec } from "./speech-spec.ts";
import { speechStages } from "./speech-stages.ts";
import { speechTables } from "./speech-tables.ts";

/** Section 4 of the paper on AN4, spoken digits or a made-up language: acoustic models, their mean, and one net that learns from it. */
export const speech: Experiment<SpeechSpec> = {
  name: "speech",
  description: "section 4 of the paper: ten acoustic models distilled into one, on recordings or a made-up language",
  schema: createSpeechSchema,
  options: [
    { name: "smoke", path: "dataset", value: "made-up-small", description: "fewer utterances and nets, in seconds" },
    {
      ...{ name: "digits", path: "dataset", value: "digits" },
      description: "the files of --data are recordings of digits, such as the Free Spoken Digit Dataset",
    },
    { name: "data", path: "data.path", argument: "path" },
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
    { name: "an4", given: { data: { path: "an4.tar.gz" } } },
    { name: "digits", given: { dataset: "digits", data: { path: "fsdd.tar.gz" } } },
  ],
  resolve: resolveSpeechSpec,
  takesDirectory: () => false,
  folder: ({ dataset }) => FOLDERS[dataset],
  pin: pinRecordings,
  loadData: loadSpeechData,
  identify: ({ dataset, data, utterances, an4, digits, states, past, future }) => ({
    ...{ dataset, past, future },
    ...(states === "monophones" ? {} : { states }),
    ...(utterances ? { utterances, language: MADE_UP_VERSION } : {}),
    ...(data && an4 ? { fingerprint: data.fingerprint, settings: identifyAn4(an4) } : {}),
    ...(data && digits ? { fingerprint: data.fingerprint, settings: identifyDigits(digits) } : {}),
  }),
  stages: speechStages,
  measure: timeFrames,
  record: speechRecord,
  pages: recogniserOf,
  files: (record) => ({
    "record.jsonl": recordLines(record),
    "table.md": `${markdownTables(speechTables(record))}\n`,
    "report.html": speechPage(record),
  }),
  summary: (record, width) => markdownTables(speechTables(record), { width }),
};

const FOLDERS = {
  ...{ "made-up": "speech", "made-up-small": "speech-small" },
  ...{ an4: "speech-an4", digits: "speech-digits" },
} as const;
