import {
  binaryCrossEntropyOracle,
  binarySoftTargetCrossEntropyFromProbsOracle,
  binarySoftTargetCrossEntropyOracle,
  gaussianKlDivergenceOracle,
  gaussianNegativeLogLikelihoodOracle,
  huberLossOracle,
  squaredErrorOracle,
  teacherBoundedLossOracle,
} from "@dark-knowledge/testing";
import * as losses from "../../src/index.ts";
import type { ElementLoss } from "./entry.ts";

const kind = "elements" as const;
const BINARY = { kind, marks: "labels", options: {}, takesTemperature: false } as const;
const NUMBERS = { kind, marks: "known", options: {}, takesTemperature: false } as const;
const THE_PAPER = "the paper, section 2, with σ for the softmax";

/** Losses that look at each class or output of an example by itself. */
export const ELEMENT_LOSSES: Readonly<Record<string, ElementLoss>> = {
  binaryCrossEntropy: {
    ...BINARY,
    signature: "binaryCrossEntropy(z, labels)",
    formula: "`−Σ (y log σ(z) + (1 − y) log(1 − σ(z)))` over the labels 1 and 0; nothing for −1",
    source: "Bishop 2006, eq. 4.90",
    inputs: ["studentLogits"],
    call: ([z], labels) => losses.binaryCrossEntropy(z!, labels),
    oracle: ([z], labels) => binaryCrossEntropyOracle(z!, labels),
  },
  binarySoftTargetCrossEntropy: {
    ...BINARY,
    marks: undefined,
    takesTemperature: true,
    signature: "binarySoftTargetCrossEntropy(z, v, { temperature })",
    formula: "`T² · −Σ (p log q + (1 − p) log(1 − q))`, `q = σ(z / T)`, `p = σ(v / T)`",
    source: THE_PAPER,
    inputs: ["studentLogits", "teacherLogits"],
    call: ([z, v], _, options) => losses.binarySoftTargetCrossEntropy(z!, v!, options),
    oracle: ([z, v], _, { temperature }) => binarySoftTargetCrossEntropyOracle(z!, v!, temperature),
  },
  binaryDistillationLoss: {
    ...BINARY,
    takesTemperature: true,
    options: { softWeight: 0.7, hardWeight: 0.3 },
    signature: "binaryDistillationLoss(z, { teacherLogits, labels }, { temperature, softWeight, hardWeight })",
    formula:
      "`{ total, soft, hard }` of the two, `total = softWeight · soft + hardWeight · hard`; also of `teacherProbs`",
    source: THE_PAPER,
    inputs: ["studentLogits", "teacherLogits"],
    call: ([z, v], labels, options) => losses.binaryDistillationLoss(z!, { teacherLogits: v!, labels }, options).total,
    oracle: ([z, v], labels, { temperature }) => {
      const hard = binaryCrossEntropyOracle(z!, labels);
      return binarySoftTargetCrossEntropyOracle(z!, v!, temperature).map((soft, row) => 0.7 * soft + 0.3 * hard[row]!);
    },
  },
  "binaryDistillationLoss (probabilities)": {
    ...BINARY,
    takesTemperature: true,
    options: { softWeight: 0.7, hardWeight: 0.3 },
    formula: "the same, p as given",
    source: THE_PAPER,
    inputs: ["studentLogits", "teacherProbs"],
    call: ([z, p], labels, options) => losses.binaryDistillationLoss(z!, { teacherProbs: p!, labels }, options).total,
    oracle: ([z, p], labels, { temperature }) => {
      const hard = binaryCrossEntropyOracle(z!, labels);
      const soft = binarySoftTargetCrossEntropyFromProbsOracle(z!, p!, temperature);
      return soft.map((value, row) => 0.7 * value + 0.3 * hard[row]!);
    },
  },
  squaredError: {
    ...NUMBERS,
    signature: "squaredError(s, t)",
    formula: "`Σ (s − t)²`; nothing where `known` is 0",
    source: "Bishop 2006, eq. 1.2",
    inputs: ["predictions", "targets"],
    call: ([s, t], known) => losses.squaredError(s!, t!, { known }),
    oracle: ([s, t], known) => squaredErrorOracle(s!, t!, known),
  },
  huberLoss: {
    ...NUMBERS,
    options: { delta: 1.5 },
    signature: "huberLoss(s, t, { delta })",
    formula: "`Σ ½ d²` up to δ, `δ (|d| − ½ δ)` beyond, `d = s − t`",
    source: "Huber 1964, section 4",
    inputs: ["predictions", "targets"],
    call: ([s, t], known, options) => losses.huberLoss(s!, t!, { ...(options as losses.HuberLossOptions), known }),
    oracle: ([s, t], known) => huberLossOracle(s!, t!, known, 1.5),
  },
  teacherBoundedLoss: {
    ...NUMBERS,
    options: { margin: 0.5 },
    signature: "teacherBoundedLoss(s, { teacherPredictions, targets }, { margin })",
    formula: "`‖s − y‖²` where `‖s − y‖² + m > ‖t − y‖²`, else 0",
    source: "Chen et al. 2017, eq. 4",
    inputs: ["predictions", "teacherPredictions", "targets"],
    jumps: true,
    call: ([s, teacherPredictions, targets], known, options) =>
      losses.teacherBoundedLoss(
        s!,
        { teacherPredictions: teacherPredictions!, targets: targets! },
        { ...(options as losses.TeacherBoundedLossOptions), known },
      ),
    oracle: ([s, t, y], known) => teacherBoundedLossOracle(s!, t!, y!, known, 0.5),
  },
  gaussianNegativeLogLikelihood: {
    ...NUMBERS,
    signature: "gaussianNegativeLogLikelihood(s, { logVariances, targets })",
    formula: "`½ Σ (log σ² + (s − y)² / σ²)`",
    source: "Nix, Weigend 1994, eq. 2",
    inputs: ["predictions", "logVariances", "targets"],
    call: ([s, logVariances, targets], known) =>
      losses.gaussianNegativeLogLikelihood(s!, { logVariances: logVariances!, targets: targets! }, { known }),
    oracle: ([s, logVariances, y], known) => gaussianNegativeLogLikelihoodOracle(s!, logVariances!, y!, known),
  },
  gaussianKlDivergence: {
    ...NUMBERS,
    signature: "gaussianKlDivergence(s, { logVariances, teacherPredictions, teacherLogVariances })",
    formula: "`½ Σ (log σ² − log τ² + (τ² + (s − t)²) / σ² − 1)`",
    source: "Kullback, Leibler 1951",
    inputs: ["predictions", "logVariances", "teacherPredictions", "teacherLogVariances"],
    call: ([s, logVariances, t, teacherLogVariances], known) =>
      losses.gaussianKlDivergence(
        s!,
        { logVariances: logVariances!, teacherPredictions: t!, teacherLogVariances: teacherLogVariances! },
        { known },
      ),
    oracle: ([s, own, t, teacher], known) => gaussianKlDivergenceOracle(s!, own!, t!, teacher!, known),
  },
};
