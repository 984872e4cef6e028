import { type Matrix, matrixRow } from "@dark-knowledge/core";
import type { CodeResult } from "./distil-code.ts";

/** Errors on the snippets of one language. */
export interface LanguageErrors {
  readonly language: string;
  readonly size: number;
  readonly teacher: number;
  readonly distilled: number;
}

/** Counts errors by language, the one with the largest share of the student's errors first. */
export function errorsByLanguage({ labels, classNames, answers }: CodeResult): LanguageErrors[] {
  const wrong = (logits: Matrix, row: number) => {
    const own = matrixRow(logits, row);
    return Number(own.indexOf(Math.max(...own)) !== labels[row]);
  };
  return classNames
    .map((language, label) => {
      const rows = Array.from(labels.keys()).filter((row) => labels[row] === label);
      const count = (logits: Matrix) => rows.reduce((sum, row) => sum + wrong(logits, row), 0);
      return { language, size: rows.length, teacher: count(answers.teacher), distilled: count(answers.distilled) };
    })
    .filter(({ size }) => size > 0)
    .sort((one, other) => other.distilled / other.size - one.distilled / one.size);
}
