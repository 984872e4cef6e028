import {
  decoupledDistillationOracle,
  entropyOracle,
  hardCrossEntropyOracle,
  jensenShannonDivergenceOracle,
  klDivergenceOracle,
  logitMatchingOracle,
  normalisedDistillationOracle,
  softTargetCrossEntropyOracle,
  sparseSoftTargetCrossEntropyOracle,
  standardiseLogitsOracle,
} from "@dark-knowledge/testing";
import * as tf from "@tensorflow/tfjs-core";
import * as losses from "../../src/index.ts";
import type { LogitCase, LogitLoss, TeacherContext } from "./entry.ts";

const entropies = ({ v, temperature }: LogitCase) =>
  entropyOracle(v, temperature).map((entropy) => temperature ** 2 * entropy);
const softOracle = ({ z, v, temperature }: LogitCase) => softTargetCrossEntropyOracle(z, v, temperature);
const mixedOracle = (given: LogitCase) => {
  const hard = hardCrossEntropyOracle(given.z, given.labels);
  return softOracle(given).map((soft, row) => 0.7 * soft + 0.3 * hard[row]!);
};
const softened = (v: tf.Tensor2D, { temperature }: TeacherContext) => losses.temperatureSoftmax(v, { temperature });
const withTeacher = { takesTemperature: true, options: {}, kind: "logits" } as const;

/** The named classes' logits and the logarithm of the mass of the others, as constants. */
function sparseTeacher(teacherLogits: tf.Tensor2D, { named }: TeacherContext): losses.SparseTeacherLogits {
  const v = losses.stopGradient(teacherLogits);
  // `[batch, k, classes]`; not by tf.gather, which has no gradient here, and on wasm reads beyond its input.
  const isNamed = tf.cast(tf.oneHot(named, v.shape[1]), "bool");
  const rows = tf.tile(tf.expandDims(v, 1), [1, named.shape[1], 1]);
  const logits = tf.max(tf.where(isNamed, rows, -Infinity), 2) as tf.Tensor2D;
  const tailLogits = tf.logSumExp(tf.where(tf.any(isNamed, 1), -Infinity, v), 1) as tf.Tensor1D;
  return { indices: tf.clone(named), logits, tailLogits };
}

/** Of the right class by its name, as the tests give it. */
function sparseOracle({ z, v, labels, temperature }: LogitCase, tail: losses.TailOption): number[] {
  const tails = v.map((row, index) => {
    const others = row.filter((_, column) => column !== labels[index]);
    const largest = Math.max(...others);
    return largest + Math.log(others.reduce((sum, logit) => sum + Math.exp(logit - largest), 0));
  });
  const [indices, logits] = [labels.map((label) => [label]), v.map((row, index) => [row[labels[index]!]!])];
  return sparseSoftTargetCrossEntropyOracle(z, indices, logits, tails, temperature, tail);
}

/** Losses of the student's and the teacher's logits. */
export const TEACHER_LOSSES: Readonly<Record<string, LogitLoss>> = {
  softTargetCrossEntropy: {
    ...withTeacher,
    signature: "softTargetCrossEntropy(z, v, { temperature })",
    formula: "`T² · −Σ p log q`",
    source: "the paper, section 2, eq. 2",
    call: (z, v, _, options) => losses.softTargetCrossEntropy(z, v, options),
    contract: "teacherLogits",
    oracle: softOracle,
    floor: entropies,
  },
  softTargetCrossEntropyFromProbs: {
    ...withTeacher,
    signature: "softTargetCrossEntropyFromProbs(z, p, { temperature })",
    formula: "the same, p as given and of any mass",
    source: "the same",
    call: (z, p, _, options) => losses.softTargetCrossEntropyFromProbs(z, p, options),
    teacher: softened,
    contract: "teacherProbs",
    oracle: softOracle,
    floor: entropies,
  },
  "sparseSoftTargetCrossEntropy (class)": {
    ...withTeacher,
    signature: "sparseSoftTargetCrossEntropy(z, { indices, logits, tailLogits }, { temperature, tail })",
    formula: "the same over the k largest logits and one class that is all others",
    source: "the same; dustbin of section 5.2",
    options: { tail: "class" },
    call: (z, sparse, _, options) => losses.sparseSoftTargetCrossEntropy(z, sparse, options),
    teacher: sparseTeacher,
    oracle: (given) => sparseOracle(given, "class"),
    panel: {},
  },
  "sparseSoftTargetCrossEntropy (spread)": {
    ...withTeacher,
    formula: "the same, the others in equal parts",
    source: "the same",
    options: { tail: "spread" },
    call: (z, sparse, _, options) => losses.sparseSoftTargetCrossEntropy(z, sparse, options),
    teacher: sparseTeacher,
    oracle: (given) => sparseOracle(given, "spread"),
    countsMasked: true,
    panel: {},
  },
  distillationLoss: {
    ...withTeacher,
    signature: "distillationLoss(z, { teacherLogits, labels }, { temperature, softWeight, hardWeight })",
    formula:
      "`{ total, soft, hard }`, `total = softWeight · soft + hardWeight · hard`; also of `teacherProbs` or `sparseTeacherLogits`",
    source: "the paper, section 2",
    options: { softWeight: 0.7, hardWeight: 0.3 },
    call: (z, teacherLogits, labels, options) => losses.distillationLoss(z, { teacherLogits, labels }, options).total,
    oracle: mixedOracle,
    floor: (given) => entropies(given).map((soft) => 0.7 * soft),
  },
  "distillationLoss (probabilities)": {
    ...withTeacher,
    formula: "the same, p as given",
    source: "the same",
    options: { softWeight: 0.7, hardWeight: 0.3 },
    call: (z, teacherProbs, labels, options) => losses.distillationLoss(z, { teacherProbs, labels }, options).total,
    teacher: softened,
    oracle: mixedOracle,
    floor: (given) => entropies(given).map((soft) => 0.7 * soft),
  },
  klDivergence: {
    ...withTeacher,
    signature: "klDivergence(z, v, { temperature })",
    formula: "`T² · Σ p log(p / q)`",
    source: "Kullback, Leibler 1951",
    call: (z, v, _, options) => losses.klDivergence(z, v, options),
    contract: "teacherLogits",
    oracle: ({ z, v, temperature }) => klDivergenceOracle(v, z, temperature),
    panel: { title: "softTargetCrossEntropy, klDivergence" },
  },
  reverseKlDivergence: {
    ...withTeacher,
    signature: "reverseKlDivergence(z, v, { temperature })",
    formula: "`T² · Σ q log(q / p)`",
    source: "Kullback, Leibler 1951",
    call: (z, v, _, options) => losses.reverseKlDivergence(z, v, options),
    contract: "teacherLogits",
    oracle: ({ z, v, temperature }) => klDivergenceOracle(z, v, temperature),
    needsWholeTeacher: true,
    panel: {},
  },
  jensenShannonDivergence: {
    ...withTeacher,
    signature: "jensenShannonDivergence(z, v, { temperature })",
    formula: "`T² · ½ Σ (p log(p / m) + q log(q / m))`, `m = ½ (p + q)`",
    source: "Lin 1991, eq. 4.1",
    call: (z, v, _, options) => losses.jensenShannonDivergence(z, v, options),
    contract: "teacherLogits",
    oracle: ({ z, v, temperature }) => jensenShannonDivergenceOracle(z, v, temperature),
    panel: {},
  },
  logitMatching: {
    ...withTeacher,
    signature: "logitMatching(z, v, { centred })",
    formula: "`½ Σ (z − v)²`",
    source: "the paper, section 2.1; Ba, Caruana 2014, section 2",
    options: { centred: false },
    takesTemperature: false,
    call: (z, v, _, options) => losses.logitMatching(z, v, options),
    contract: "teacherLogits",
    oracle: ({ z, v }) => logitMatchingOracle(z, v, false),
    countsShifts: true,
    needsWholeTeacher: true,
  },
  "logitMatching (centred)": {
    ...withTeacher,
    formula: "the same, less the mean of each row's differences",
    source: "the paper, section 2.1, eq. 4",
    options: { centred: true },
    takesTemperature: false,
    call: (z, v, _, options) => losses.logitMatching(z, v, options),
    contract: "teacherLogits",
    oracle: ({ z, v }) => logitMatchingOracle(z, v, true),
    needsWholeTeacher: true,
    panel: { title: "logitMatching" },
  },
  decoupledDistillation: {
    ...withTeacher,
    signature: "decoupledDistillation(z, { teacherLogits, labels }, { temperature, targetWeight, nonTargetWeight })",
    formula: "`T² (α KL(b_v ‖ b_z) + β KL(n_v ‖ n_z))`: right class or not; the others",
    source: "Zhao et al. 2022 (DKD), eq. 5–7",
    options: { targetWeight: 1, nonTargetWeight: 8 },
    call: (z, teacherLogits, labels, options) => losses.decoupledDistillation(z, { teacherLogits, labels }, options),
    contract: "teacher and labels",
    oracle: ({ z, v, labels, temperature }) =>
      decoupledDistillationOracle(z, v, labels, { temperature, targetWeight: 1, nonTargetWeight: 8 }),
    panel: {},
  },
  normalisedDistillation: {
    ...withTeacher,
    signature: "normalisedDistillation(z, { teacherLogits, labels }, { temperature, nonTargetWeight })",
    formula: "`−p_y log q_y − γ T² Σ_{c≠y} n(v) log n(z)`",
    source: "Yang et al. 2023 (NKD), section 3.1",
    options: { nonTargetWeight: 1.5 },
    call: (z, teacherLogits, labels, options) => losses.normalisedDistillation(z, { teacherLogits, labels }, options),
    contract: "teacher and labels",
    oracle: ({ z, v, labels, temperature }) =>
      normalisedDistillationOracle(z, v, labels, { temperature, nonTargetWeight: 1.5 }),
    panel: {},
  },
  correlationDistillation: {
    ...withTeacher,
    signature: "correlationDistillation(z, v, { temperature, interWeight, intraWeight })",
    formula: "`T² (β (1 − ρ(q, p)) + γ (1 − mean_c ρ(q_c, p_c)))`, with correlations ρ",
    source: "Huang et al. 2022 (DIST), eq. 7–10",
    options: { interWeight: 1, intraWeight: 1 },
    call: (z, v, _, options) => losses.correlationDistillation(z, v, options),
    contract: "teacherLogits",
    // Between columns that hardly differ the last digit decides; its own test keeps off those.
    optionsByRow: { interWeight: 1, intraWeight: 0 },
    countsMasked: true,
    panel: { options: { interWeight: 1, intraWeight: 0 } },
  },
  "withStandardisedLogits (klDivergence)": {
    ...withTeacher,
    signature: "withStandardisedLogits(loss)",
    formula: "a loss of `(z − mean z) / σ(z)`",
    source: "Sun et al. 2024, algorithm 1",
    call: (z, v, _, options) => losses.withStandardisedLogits(losses.klDivergence)(z, v, options) as tf.Tensor1D,
    golden: (z, v, _, options) =>
      losses.withStandardisedLogits(losses.softTargetCrossEntropy)(z, v, options) as tf.Tensor1D,
    oracle: ({ z, v, temperature }) =>
      klDivergenceOracle(standardiseLogitsOracle(v), standardiseLogitsOracle(z), temperature),
    throwsAs: "klDivergence",
    countsMasked: true,
    needsWholeTeacher: true,
    panel: { options: { temperature: 1 } },
  },
};
