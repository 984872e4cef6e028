import { softmax } from "@dark-knowledge/core";
import type { ModelRole, SoftTargetExample } from "../run-record.ts";

/** What one model says about one class. */
export interface SoftBar {
  readonly role: ModelRole;
  readonly classIndex: number;
  readonly prob: number;
}

/** The probabilities of all models and classes at one temperature, model by model. */
export function softenExample(example: SoftTargetExample, temperature: number): readonly SoftBar[] {
  return listLogits(example).flatMap(([role, logits]) =>
    Array.from(softmax(logits, { temperature }), (prob, classIndex) => ({ role, classIndex, prob })),
  );
}

/** The logits that the example has, by role, in the order of the tables. */
export function listLogits(example: SoftTargetExample): readonly (readonly [ModelRole, readonly number[]])[] {
  const { teacherLogits, hardLogits, studentLogits } = example;
  return [
    ["teacher", teacherLogits],
    ...(hardLogits === undefined ? [] : [["hard", hardLogits] as const]),
    ["distilled", studentLogits],
  ];
}

/** The class with the largest logit. */
export function preferredClass(logits: readonly number[]): number {
  return logits.indexOf(Math.max(...logits));
}

/**
 * The classes to draw, in their own order: all where they are at most `limit`, else the true class and those that the
 * teacher holds most likely.
 */
export function chooseClasses({ teacherLogits, label }: SoftTargetExample, limit: number): readonly number[] {
  const classes = Array.from(teacherLogits.keys());
  if (classes.length <= limit) return classes;
  const rank = (index: number) => (index === label ? Infinity : teacherLogits[index]!);
  return classes
    .sort((a, b) => rank(b) - rank(a))
    .slice(0, limit)
    .sort((a, b) => a - b);
}
