import type { LabelEvaluation, MultiLabelEvaluation } from "../multi-label-evaluation.ts";
import { averagePrecision } from "./average-precision.ts";
import { createCalibration } from "./create-calibration.ts";

/** Takes up answers about several classes batch by batch. */
export interface MultiLabelEvaluator {
  /** Logits row by row, and as many labels: 1, 0, and −1 where it is not known. */
  add(logits: ArrayLike<number>, labels: ArrayLike<number>): void;
  result(): MultiLabelEvaluation;
}

/** Makes an evaluator of answers about so many classes. It keeps the logits of known labels, which average precision has to sort. */
export function createMultiLabelEvaluator(classes: number): MultiLabelEvaluator {
  const calibration = createCalibration();
  const answers = Array.from({ length: classes }, () => ({ logits: [] as number[], isThere: [] as boolean[] }));
  let nll = 0;
  return {
    add(logits, labels) {
      for (let index = 0; index < labels.length; index++) {
        const label = labels[index]!;
        if (label < 0) continue;
        const [logit, isThere] = [logits[index]!, label === 1];
        const own = answers[index % classes]!;
        own.logits.push(logit);
        own.isThere.push(isThere);
        // The logit of what is the case, whose logistic function is its probability.
        nll += softplus(isThere ? -logit : logit);
        calibration.add(1 / (1 + Math.exp(-logit)), isThere);
      }
    },
    result() {
      const counts = answers.map(countsOf);
      const perClass = counts.map((count, index) => evaluationOf(count, answers[index]!));
      const [size, right, truePositives, falsePositives, falseNegatives] = (
        ["size", "right", "truePositives", "falsePositives", "falseNegatives"] as const
      ).map((name) => counts.reduce((sum, count) => sum + count[name], 0)) as [number, number, number, number, number];
      const found = perClass.filter(({ positives }, index) => positives + counts[index]!.falsePositives > 0);
      const there = perClass.filter(({ positives }) => positives > 0);
      return {
        size,
        errors: size - right,
        accuracy: right / size,
        nll: nll / size,
        microF1: f1(truePositives, falsePositives, falseNegatives),
        macroF1: mean(found.map((one) => one.f1)),
        meanAveragePrecision: mean(there.map((one) => one.averagePrecision)),
        calibration: calibration.result(),
        classes: perClass,
      };
    },
  };
}

interface Answers {
  readonly logits: readonly number[];
  readonly isThere: readonly boolean[];
}

interface Counts {
  readonly size: number;
  readonly right: number;
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
}

function countsOf({ logits, isThere }: Answers): Counts {
  const count = (predicted: boolean, actual: boolean) =>
    logits.filter((logit, index) => logit > 0 === predicted && isThere[index] === actual).length;
  const [truePositives, falsePositives, falseNegatives] = [count(true, true), count(true, false), count(false, true)];
  const size = logits.length;
  return { size, right: size - falsePositives - falseNegatives, truePositives, falsePositives, falseNegatives };
}

function evaluationOf(
  { size, truePositives, falsePositives, falseNegatives }: Counts,
  answers: Answers,
): LabelEvaluation {
  const positives = truePositives + falseNegatives;
  return {
    size,
    positives,
    precision: ratio(truePositives, truePositives + falsePositives),
    recall: ratio(truePositives, positives),
    f1: f1(truePositives, falsePositives, falseNegatives),
    averagePrecision: averagePrecision(answers.logits, answers.isThere),
  };
}

function f1(truePositives: number, falsePositives: number, falseNegatives: number): number {
  return ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives);
}

/** 0 of nothing. */
function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

function mean(values: readonly number[]): number {
  return ratio(
    values.reduce((sum, value) => sum + value, 0),
    values.length,
  );
}

/** `log(1 + eˣ)`. */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}
