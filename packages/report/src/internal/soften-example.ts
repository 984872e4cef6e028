import { softmax } from "@dark-knowledge/core";
import type { Mark } from "../mark-of.ts";
import type { Answer } from "../page/answered-example.ts";

/** Up to this many classes of an example have bars. */
export const MOST_BARS = 12;

/** What one net says about one class. */
export interface SoftBar {
  /** The place of the net among those that answer. */
  readonly net: number;
  readonly mark: Mark;
  readonly label: string;
  readonly classIndex: number;
  readonly prob: number;
}

/** The probabilities of all nets and classes at one temperature, net by net. */
export function softenExample(answers: readonly Answer[], temperature: number): readonly SoftBar[] {
  return answers.flatMap(({ mark, label, logits }, net) =>
    Array.from(softmax(logits, { temperature }), (prob, classIndex) => ({ net, mark, label, classIndex, prob })),
  );
}

/** The class with the largest logit. */
export function preferredClass(logits: readonly number[]): number {
  return logits.indexOf(Math.max(...logits));
}

/**
 * The classes to draw, in their own order: all where they are at most `limit`, else the true class and those that the first net, as a
 * rule the teacher, holds most likely.
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
