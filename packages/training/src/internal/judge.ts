import type { Batch } from "@dark-knowledge/datasets";
import type { Evaluation } from "../evaluation.ts";
import type { MultiLabelEvaluation } from "../multi-label-evaluation.ts";
import type { NumbersEvaluation } from "../numbers-evaluation.ts";
import type { ValidationFigures } from "../training-history.ts";
import { createEvaluator } from "./create-evaluator.ts";
import { createMultiLabelEvaluator } from "./create-multi-label-evaluator.ts";
import { createNumbersEvaluator } from "./create-numbers-evaluator.ts";
import { taskFiguresOf } from "./figures.ts";
import { rowTargets } from "./row-targets.ts";
import { hasVariances, type Task, type TaskKind } from "./task.ts";

/** The evaluation of the answers to a task. */
export type EvaluationOf<Kind extends TaskKind> = Kind extends "numbers"
  ? NumbersEvaluation
  : Kind extends "several-classes"
    ? MultiLabelEvaluation
    : Evaluation;

/** Takes up the answers to a task batch by batch, and forgets them. */
export interface Judge<Kind extends TaskKind> {
  /** Rows of answers, and the batch that they are of. */
  add(answers: Float32Array, batch: Batch): void;
  /** Of all that was added, of which something is known. */
  result(): EvaluationOf<Kind>;
}

/** Makes a judge of the answers to a task. */
export function createJudge<Kind extends TaskKind>(task: Task & { readonly kind: Kind }): Judge<Kind> {
  const { kind, names, targets: stored }: Task = task;
  if (stored.kind === "numbers") {
    const evaluator = createNumbersEvaluator(names, stored.scale, hasVariances(task));
    const add = (answers: Float32Array, batch: Batch) => {
      const targets = rowTargets(task, batch);
      if (targets.kind === "numbers") evaluator.add(answers, targets.values, targets.known);
    };
    return { add, result: evaluator.result as () => EvaluationOf<Kind> };
  }
  const evaluator =
    kind === "several-classes" ? createMultiLabelEvaluator(names.length) : createEvaluator(names.length);
  const add = (answers: Float32Array, batch: Batch) => {
    const targets = rowTargets(task, batch);
    if (targets.kind !== "numbers") evaluator.add(answers, targets.labels);
  };
  return { add, result: evaluator.result as () => EvaluationOf<Kind> };
}

/** The figures of an evaluation by name, and over how many targets they are. */
export function figuresOfEvaluation(task: Task, evaluation: EvaluationOf<TaskKind>): ValidationFigures {
  const names = ["size", ...Object.keys(taskFiguresOf(task))];
  return Object.fromEntries(
    names.map((name) => [name, (evaluation as unknown as Record<string, number>)[name]!]),
  ) as ValidationFigures;
}
