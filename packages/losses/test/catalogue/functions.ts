import * as losses from "../../src/index.ts";
import type { Helper, LogitFunction } from "./entry.ts";

/** Functions of one batch of logits that are no losses. */
export const LOGIT_FUNCTIONS: Readonly<Record<string, LogitFunction>> = {
  temperatureSoftmax: {
    kind: "function",
    signature: "temperatureSoftmax(logits, { temperature })",
    formula: "`q` (one row per example)",
    source: "the paper, section 2, eq. 1",
    takesTemperature: true,
    call: losses.temperatureSoftmax,
    shapeOf: (batch, classes) => [batch, classes],
  },
  temperatureLogSoftmax: {
    kind: "function",
    signature: "temperatureLogSoftmax(logits, { temperature })",
    formula: "`log q` (one row per example)",
    source: "the same",
    takesTemperature: true,
    call: losses.temperatureLogSoftmax,
    shapeOf: (batch, classes) => [batch, classes],
  },
  standardiseLogits: {
    kind: "function",
    signature: "standardiseLogits(logits)",
    formula: "`(z − mean z) / σ(z)` (one row per example)",
    source: "Sun et al. 2024, algorithm 1",
    takesTemperature: false,
    call: (logits) => losses.standardiseLogits(logits),
    shapeOf: (batch, classes) => [batch, classes],
  },
  entropy: {
    kind: "function",
    signature: "entropy(logits, { temperature })",
    formula: "`−Σ q log q`, in nats, no T²",
    source: "Shannon 1948",
    takesTemperature: true,
    call: losses.entropy,
    shapeOf: (batch) => [batch],
  },
};

/** What helps with losses. */
export const HELPERS: Readonly<Record<string, Helper>> = {
  weightedLosses: {
    kind: "helper",
    signature: "weightedLosses([{ name, weight, loss }])",
    formula: "a loss that gives `{ total, terms }`",
    source: "–",
  },
  stopGradient: {
    kind: "helper",
    signature: "stopGradient(x)",
    formula: "`x` as a constant",
    source: "–",
  },
  assertFiniteLogits: {
    kind: "helper",
    signature: "assertFiniteLogits(logits)",
    formula: "a promise; rejects at NaN, +∞ or a row of −∞ only",
    source: "–",
  },
  assertLabels: {
    kind: "helper",
    signature: "assertLabels(labels, classCount)",
    formula: "a promise; rejects at a label that is no class and not −1",
    source: "–",
  },
};
