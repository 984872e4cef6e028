import { softmax } from "@dark-knowledge/core";
import type { Mark } from "../mark-of.ts";
import type { Answer } from "../page/answered-example.ts";

/** The most classes of an example that get bars. */
export const MOST_BARS = 12;

/** One net's probability of one class. */
export interface SoftBar {
  /** The index of the net among those that answer. */
  readonly net: number;
  readonly mark: Mark;
  readonly label: string;
  readonly classIndex: number;
  readonly prob: number;
}

/** Computes the probabilities of all nets and classes at one temperature, net by net. */
export function softenExample(answers: readonly Answer[], temperature: number): readonly SoftBar[] {
  return answers.flatMap(({ mark, label, logits }, net) =>
    Array.from(softmax(logits, { temperature }), (prob, classIndex) => ({ net, mark, label, classIndex, prob })),
  );
}

/** Returns the class with the largest logit. */
export function preferredClass(logits: readonly number[]): number {
  return logits.indexOf(Math.max(...logits));
}

/**
 * Chooses the classes to draw, in their own order: all if there are at most `limit`, else the true class and those that
 * the first net (usually the teacher) considers most likely.
 */
export function chooseClasses(answers: readonly Answer[], label: number, limit: number): readonly number[] {
  const logits = answers[0]!.logits;
  const classes = Array.from(logits.keys());
  if (classes.length <= limit) return classes;
  const rank = (index: number) => (index === label ? Infinity : logits[index]!);
  return classes
    .sort((a, b) => rank(b) - rank(a))
    .slice(0, limit)
    .sort((a, b) => a - b);
}
