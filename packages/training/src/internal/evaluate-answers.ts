import { assertOptions, createMatrix, type Matrix } from "@dark-knowledge/core";
import { type Dataset, labelsOf } from "@dark-knowledge/datasets";
import type { Teacher } from "../classifier.ts";
import { evaluateLogits } from "../evaluate-logits.ts";
import type { PredictOptions } from "../predict-options.ts";
import { assertDataset } from "./assert-dataset.ts";
import { collectLogits } from "./collect-logits.ts";
import { forEachAnswer } from "./for-each-answer.ts";
import { createJudge, type EvaluationOf } from "./judge.ts";
import { assertSomeKnown } from "./known-targets.ts";
import { isLazyEnsemble } from "./lazy-members.ts";
import { PREDICT_OPTIONS } from "./option-names.ts";
import { type Task, type TaskKind, taskOf } from "./task.ts";

/** Checks a call of `evaluate`, or of a sibling for other kinds of targets, and makes it. */
export async function evaluateDataset<Kind extends TaskKind>(
  functionName: string,
  argument: string,
  classifier: Teacher,
  dataset: Dataset,
  kinds: readonly Kind[],
  options: PredictOptions,
): Promise<EvaluationOf<Kind>> {
  assertOptions<PredictOptions>(functionName, options, PREDICT_OPTIONS);
  assertDataset(functionName, "dataset", dataset);
  const task = taskOf(functionName, "dataset", dataset, kinds);
  assertSomeKnown(functionName, "dataset", task, dataset);
  return evaluateAnswers(functionName, argument, classifier, dataset, task, options);
}

/** `evaluate` of any task under the name of the function and argument that errors should name. The answers are not kept. */
export async function evaluateAnswers<Kind extends TaskKind>(
  functionName: string,
  argument: string,
  classifier: Teacher,
  dataset: Dataset,
  task: Task & { readonly kind: Kind },
  options: PredictOptions,
): Promise<EvaluationOf<Kind>> {
  if (isLazyEnsemble(classifier)) {
    // Its members answer one after the other, each all examples; they are for a class each.
    const logits = await collectLogits(functionName, argument, classifier, dataset, options);
    return evaluateLogits(logits, labelsOf(dataset)) as EvaluationOf<Kind>;
  }
  const judge = createJudge(task);
  await forEachAnswer(functionName, argument, classifier, dataset, options, judge.add);
  return judge.result();
}

/** The same of answers that are kept, too: rows of the task in the order of the dataset. */
export async function evaluateAndKeep<Kind extends TaskKind>(
  functionName: string,
  argument: string,
  classifier: Exclude<Teacher, { members: unknown }>,
  dataset: Dataset,
  task: Task & { readonly kind: Kind },
  options: PredictOptions,
): Promise<{ readonly evaluation: EvaluationOf<Kind>; readonly answers: Matrix<Float32Array> }> {
  const judge = createJudge(task);
  const rows = dataset.rows.reduce((sum, id) => sum + task.rowsOf(id), 0);
  const answers = createMatrix(rows, task.width, new Float32Array(rows * task.width));
  let done = 0;
  await forEachAnswer(functionName, argument, classifier, dataset, options, (values, batch) => {
    judge.add(values, batch);
    answers.data.set(values, done);
    done += values.length;
  });
  return { evaluation: judge.result(), answers };
}
