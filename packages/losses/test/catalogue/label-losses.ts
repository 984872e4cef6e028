import {
  confidencePenaltyOracle,
  focalCrossEntropyOracle,
  hardCrossEntropyOracle,
  labelSmoothedCrossEntropyOracle,
} from "@dark-knowledge/testing";
import * as losses from "../../src/index.ts";
import type { LogitLoss } from "./entry.ts";

/** Losses of labels alone, the baselines. */
export const LABEL_LOSSES: Readonly<Record<string, LogitLoss>> = {
  hardCrossEntropy: {
    kind: "logits",
    signature: "hardCrossEntropy(z, labels)",
    formula: "`−log q_label` at T = 1; 0 for the label −1",
    source: "the paper, section 2",
    options: {},
    takesTemperature: false,
    call: (z, _, labels) => losses.hardCrossEntropy(z, labels),
    contract: "labels",
    oracle: ({ z, labels }) => hardCrossEntropyOracle(z, labels),
    panel: {},
  },
  labelSmoothedCrossEntropy: {
    kind: "logits",
    signature: "labelSmoothedCrossEntropy(z, labels, { smoothing })",
    formula: "`−Σ y′ log q`, `y′ = (1 − a) y + a / classes`; a baseline",
    source: "Szegedy et al. 2016, section 7",
    options: { smoothing: 0.1 },
    takesTemperature: false,
    call: (z, _, labels, options) => losses.labelSmoothedCrossEntropy(z, labels, options),
    contract: "labels",
    oracle: ({ z, labels }) => labelSmoothedCrossEntropyOracle(z, labels, 0.1),
    countsMasked: true,
    panel: { options: { smoothing: 0.3 } },
  },
  confidencePenalty: {
    kind: "logits",
    signature: "confidencePenalty(z, labels, { entropyWeight })",
    formula: "`−log q_label − b H(q)`; a baseline",
    source: "Pereyra et al. 2017, section 3",
    options: { entropyWeight: 0.1 },
    takesTemperature: false,
    call: (z, _, labels, options) => losses.confidencePenalty(z, labels, options),
    contract: "labels",
    oracle: ({ z, labels }) => confidencePenaltyOracle(z, labels, 0.1),
    floor: ({ z }) => z.map((row) => -0.1 * Math.log(row.length)),
    panel: { options: { entropyWeight: 0.5 } },
  },
  focalCrossEntropy: {
    kind: "logits",
    signature: "focalCrossEntropy(z, labels, { focusing })",
    formula: "`−(1 − q_label)^γ log q_label`",
    source: "Lin et al. 2017, eq. 4",
    options: { focusing: 2 },
    takesTemperature: false,
    call: (z, _, labels, options) => losses.focalCrossEntropy(z, labels, options),
    contract: "labels",
    oracle: ({ z, labels }) => focalCrossEntropyOracle(z, labels, 2),
    panel: {},
  },
};
