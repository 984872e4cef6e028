import { type AnswerKind, logitsOfProbs, logOddsOfProbs } from "@dark-knowledge/core";
import type { DenseAnswers } from "../soft-targets.ts";
import { findWrongGiven } from "./check-given.ts";
import type { GivenError } from "./given-error.ts";

interface DenseOptions {
  readonly classCount: number;
  readonly temperature: number;
  /** Whether each class has a probability of its own. */
  readonly isIndependent: boolean;
}

/** Full rows of answers, checked, as logits at temperature 1. */
export function takeDense(
  kind: AnswerKind,
  values: ArrayLike<number>,
  { classCount, temperature, isIndependent }: DenseOptions,
  error: GivenError,
): DenseAnswers {
  if (values.length === 0 || values.length % classCount !== 0) {
    const columns = kind === "numbers" ? "outputs" : "classes";
    error.argument(kind, `must be whole rows of ${classCount} ${columns}, one at least`, `${values.length} values`);
  }
  const wrong = findWrongGiven(kind, values, classCount, isIndependent);
  if (wrong !== undefined) error.row(wrong.row, wrong.expected, wrong.found);
  if (isIndependent && kind === "probs") return { kind: "dense", logits: logOddsOfProbs(values, { temperature }) };
  if (kind === "probs") return { kind: "dense", logits: logitsOfProbs(values, { temperature }) };
  return { kind: "dense", logits: Float32Array.from(values, (value) => temperature * value) };
}
