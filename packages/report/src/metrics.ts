import type { MetricRecord } from "./metric-record.ts";

/** The metrics that all experiments share, in the order of tables. To add a metric, add an entry here. */
export const METRICS: readonly MetricRecord[] = [
  {
    ...{ key: "errors", title: "test errors", short: "errors", format: "count", unit: "errors" },
    ...{ better: "lower", outOf: "test" },
    meaning: "The test examples whose most probable class, by the net, is not the true one.",
  },
  {
    ...{ key: "accuracy", title: "test accuracy", short: "accuracy", format: "share", decimals: 2, better: "higher" },
    meaning: "The share of test examples whose most probable class, by the net, is the true one.",
  },
  {
    ...{ key: "conditionalAccuracy", title: "conditional accuracy", short: "conditional", format: "share" },
    ...{ decimals: 2, better: "higher" },
    meaning:
      "The accuracy where it is known which specialist’s set of classes an example is of: the most probable class of that set counts. Examples of classes in several sets count in each.",
  },
  {
    ...{ key: "wordErrorRate", title: "word error rate", short: "WER", format: "share", decimals: 2, better: "lower" },
    meaning: "The words that were substituted, inserted or left out, as a share of the words that were said.",
  },
  {
    ...{ key: "rmse", title: "RMSE", format: "number", digits: 4, better: "lower" },
    meaning:
      "Root mean squared error: the root of the mean of the squared differences between the net’s numbers and the true ones, in their unit.",
  },
  {
    ...{ key: "mae", title: "mean absolute error", short: "MAE", format: "number", digits: 4, better: "lower" },
    meaning: "The mean distance of the net’s numbers from the true ones, in their unit.",
  },
  {
    ...{ key: "r2", title: "R²", format: "number", decimals: 4, better: "higher" },
    meaning:
      "The share of the variance of the true numbers that the net explains: 1 is perfect, 0 as good as always answering the mean.",
  },
  {
    ...{ key: "microF1", title: "micro F1", format: "share", decimals: 2, better: "higher" },
    meaning:
      "The harmonic mean of precision and recall of all classes together, where an example may have several classes and one counts as predicted if its probability is above ½.",
  },
  {
    ...{ key: "macroF1", title: "macro F1", format: "share", decimals: 2, better: "higher" },
    meaning: "The mean of the F1 of each class, so that rare classes count as much as frequent ones.",
  },
  {
    ...{ key: "meanAveragePrecision", title: "mean average precision", short: "mAP", format: "share", decimals: 2 },
    better: "higher",
    meaning: "The mean over classes of the area under the curve of precision over recall; it needs no threshold.",
  },
  {
    ...{ key: "nll", title: "NLL", format: "number", decimals: 4, unit: "nats", better: "lower" },
    meaning:
      "Negative log-likelihood: the mean of −log of the probability that the net gives to the true class, in nats. It punishes being sure and wrong.",
  },
  {
    ...{ key: "outsideAuroc", title: "AUROC out of scope", short: "out of scope", format: "number", decimals: 3 },
    ...{ better: "higher" },
    meaning:
      "Whether the net is less sure of examples of none of the classes: how often, of one example inside and one outside, it gives the one inside the larger probability of its most probable class. 0.5 is chance.",
  },
  {
    ...{ key: "agreement", title: "agreement with teacher", short: "agreement", format: "share", decimals: 2 },
    better: "higher",
    meaning: "The share of test examples on which the net prefers the same class as its teacher, right or wrong.",
  },
  {
    ...{ key: "r2ToTeacher", title: "R² to teacher", format: "number", decimals: 4, better: "higher" },
    meaning: "The share of the variance of the teacher’s numbers that the net’s explain, right or wrong.",
  },
  {
    ...{ key: "teacherErrors", title: "teacher’s errors", format: "count", unit: "errors", outOf: "test" },
    meaning: "The test errors of the teacher itself, be it a net or an ensemble.",
  },
  {
    ...{ key: "errorRate", title: "error rate", format: "share", decimals: 2, better: "lower" },
    ...{ shareOf: "errors", outOf: "test" },
    meaning: "The test errors as a share of the test set.",
  },
  {
    ...{ key: "calibrationError", title: "calibration error", short: "calibration", format: "number", decimals: 4 },
    ...{ better: "lower", isDetail: true },
    meaning:
      "How far the net’s confidence is from how often it is right; 0 when 90 % sure means right nine times in ten.",
  },
  {
    ...{ key: "kl", title: "KL to teacher", format: "number", decimals: 4, unit: "nats", better: "lower" },
    isDetail: true,
    meaning: "How far the net’s probabilities are from its teacher’s, in nats; 0 when they are the same.",
  },
  {
    key: "parameters",
    title: "parameters",
    format: "count",
    isFixed: true,
    meaning: "The numbers that training sets.",
  },
  {
    ...{ key: "transferSize", title: "examples", format: "count", isFixed: true },
    meaning: "The examples that the net was trained on.",
  },
  {
    ...{ key: "passes", title: "passes", format: "number", decimals: 1 },
    meaning:
      "What the training cost, in passes of one net over the training set; with the training of all nets that take part.",
  },
  {
    ...{ key: "seconds", title: "seconds", format: "number", decimals: 1, unit: "seconds" },
    meaning: "The time that the training took.",
  },
];
