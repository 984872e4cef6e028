import type { Kind } from "./assert-kind.ts";
import { SYMBOLS } from "./marks.ts";

const MARKS = Object.keys(SYMBOLS);
const MARK = { mark: MARKS };

/** A metric and how it is shown. */
export const METRIC: Kind = {
  fields: {
    ...{
      key: "text",
      title: "text",
      short: "text?",
      format: "text",
      decimals: "number?",
      digits: "number?",
      unit: "text?",
    },
    ...{ better: "text?", outOf: "text?", shareOf: "text?", isFixed: "flag?", isDetail: "flag?", meaning: "text?" },
  },
  words: { format: ["count", "share", "number"], better: ["lower", "higher"] },
};

/** The data of a run. */
export const DATASET: Kind = {
  fields: { name: "text", sizes: "figures", classNames: "texts", isHeldOut: "flag?" },
};

const PICTURE: Kind = { fields: { pixels: "numbers", width: "number", height: "number" } };

/** An example of the test set. */
const EXAMPLE: Kind = {
  fields: { label: "number", picture: "object?", text: "text?" },
  parts: { picture: PICTURE },
};

/** The stages that computed in the same environment. */
export const ENVIRONMENT: Kind = { fields: { settings: "object", stages: "texts" } };

/** A run without its nets, which have a check of their own. */
export const RUN: Kind = {
  fields: {
    ...{ experiment: "text", title: "text", command: "text?", spec: "object", versions: "object", backend: "text" },
    ...{ dataset: "object", metrics: "objects?", examples: "objects", failures: "objects?", references: "objects?" },
    ...{ environments: "objects?", extras: "object?", nets: "list" },
  },
  parts: {
    dataset: DATASET,
    environments: ENVIRONMENT,
    metrics: METRIC,
    failures: { fields: { name: "text", message: "text" } },
    references: { fields: { source: "text", net: "text", metric: "text", value: "number", corrected: "text?" } },
    examples: EXAMPLE,
  },
};

const FIGURES = { figures: "figures", confusion: "rows?" } as const;

/** One trained net, or the answers of several. */
export const NET: Kind = {
  fields: {
    ...{ role: "text", name: "text", label: "text?", seed: "number", baseline: "flag?", table: "text?" },
    ...{ teacher: "object?", architecture: "text?", parameters: "number?", transferSize: "number?" },
    ...{ temperature: "number?", omit: "numbers?", only: "numbers?", fidelity: "figures?" },
    ...{ corrected: "object?", exampleLogits: "rows?", history: "objects?", seconds: "number?", passes: "number?" },
    ...FIGURES,
  },
  parts: {
    teacher: { fields: { name: "text", seed: "number?" } },
    history: {
      fields: { epoch: "number", terms: "figures", validation: "figures?" },
    },
    corrected: {
      fields: { byShares: "object", byTestErrors: "object" },
      parts: {
        byShares: { fields: { ...FIGURES, biases: "numbers" } },
        byTestErrors: { fields: { ...FIGURES, shift: "number" } },
      },
    },
  },
};

/** A measured net. */
export const MEASURED: Kind = {
  fields: {
    ...{ figures: "figures", fidelity: "figures?", parameters: "number?", transferSize: "number?" },
    ...{ passes: "number?", seconds: "number?" },
  },
};

/** Nets that differ only by their seed. */
export const GROUP: Kind = {
  fields: {
    ...{ role: "text", name: "text", label: "text", mark: "text", isBaseline: "flag", table: "text?" },
    ...{ architecture: "text?", nets: "list" },
  },
  words: MARK,
};

/** Mean, spread and number of some values. */
export const SUMMARY: Kind = { fields: { mean: "number", spread: "number?", count: "number" } };

/** A table as data. */
export const TABLE: Kind = {
  fields: { title: "text", caption: "text?", columns: "list", rows: "list" },
  parts: {
    columns: { fields: { title: "text", short: "text?", isText: "flag?", mark: "text?" }, words: MARK },
    rows: { fields: { mark: "text?", cells: "list" }, words: MARK },
  },
};

const VALUE: Kind = { fields: { seed: "number", value: "number" } };

/** A row of a dot chart. */
export const DOT_ROW: Kind = {
  fields: { mark: "text", label: "text", values: "list", reference: "object?" },
  parts: { values: VALUE, reference: { fields: { source: "text", value: "number" } } },
  words: MARK,
};

/** The confusions of nets. */
export const CONFUSIONS: Kind = { fields: { mark: "text", label: "text", confusions: "list" }, words: MARK };

/** An example with the answers of nets. */
export const ANSWERED: Kind = {
  fields: { ...EXAMPLE.fields, answers: "list" },
  parts: { ...EXAMPLE.parts, answers: { fields: { mark: "text", label: "text", logits: "numbers" }, words: MARK } },
};
