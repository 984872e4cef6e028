import { ArgumentError } from "@dark-knowledge/core";
import type { Dataset } from "@dark-knowledge/datasets";
import {
  type SoftTargetAnswers,
  type SoftTargetManifest,
  type SoftTargets,
  spreadTail,
} from "@dark-knowledge/soft-targets";
import * as tf from "@tensorflow/tfjs-core";
import { fingerprintDataset } from "../fingerprint-dataset.ts";
import { assertLogitValues } from "./assert-logit-values.ts";
import { STORABLE, type StoredForm, storedFormOf } from "./stored-form.ts";
import { type Task, taskOf } from "./task.ts";
import type { TeacherAnswers, TeacherTensors } from "./teacher-answers.ts";

/** The options of a run that determine which stored answers it needs. */
export interface StoredAnswersOptions {
  readonly epochs: number;
  readonly jitter?: number;
  readonly tail?: "class" | "spread";
}

/** Recognised by its members: two installed copies of the package have the same ones. */
export function isSoftTargets(value: unknown): value is SoftTargets {
  return typeof value === "object" && value !== null && "manifest" in value && "read" in value;
}

/**
 * Prepares a store to answer batches of a transfer set. Everything that could be amiss is found here, before the first step:
 * other classes, other examples, other views, an example without an answer.
 */
export async function createStoredAnswers(
  functionName: string,
  softTargets: SoftTargets,
  dataset: Dataset,
  options: StoredAnswersOptions,
): Promise<TeacherAnswers> {
  const { task, form } = await assertStoreFits(functionName, "transferSet", softTargets, dataset);
  assertTail(functionName, softTargets.manifest.encoding.kind === "top-k", options);
  const augmentationSeeds = viewsFor(functionName, softTargets, options);
  for (const seed of augmentationSeeds.slice(0, options.epochs)) {
    await assertAnswered(functionName, "transferSet", softTargets, dataset, seed);
  }
  const classCount = task.names.length;
  return {
    augmentationSeeds,
    load: async ({ ids, augmentationSeed }) => {
      const answers = await softTargets.read(ids, augmentationSeed);
      if (answers.kind !== "dense") return answers;
      assertLogitValues(functionName, "teacher", answers.logits, task, ids);
      return { ...answers, logits: form.fromStored(answers.logits) };
    },
    tensors: ({ ids }, loaded) => tensorsOf(loaded as SoftTargetAnswers, ids.length, classCount, options.tail),
  };
}

/** Throws where a store is of other targets, classes or outputs, or of other examples than a dataset. */
export async function assertStoreFits(
  functionName: string,
  argument: string,
  { manifest, files }: SoftTargets,
  dataset: Dataset,
): Promise<{ readonly task: Task; readonly form: StoredForm }> {
  const where = files.locate("manifest.json");
  const task = taskOf(functionName, argument, dataset, STORABLE);
  const form = storedFormOf(functionName, argument, task);
  const named = inWords(argument);
  assertTask(functionName, where, manifest.task, form.columns.task, named);
  assertNames(functionName, where, manifest, task, named);
  const { fingerprint } = manifest.dataset;
  if (fingerprint === undefined || fingerprint === (await fingerprintDataset(dataset))) return { task, form };
  throw new Error(
    `${functionName}: ${where} is for other examples than those of ${named}; record the answers to these, or load the same dataset`,
  );
}

/** Throws where a store lacks an answer to an example of a dataset, as a view shows it. */
export async function assertAnswered(
  functionName: string,
  argument: string,
  softTargets: SoftTargets,
  dataset: Dataset,
  augmentationSeed = 0,
): Promise<void> {
  const { manifest, files } = softTargets;
  const missing = await softTargets.findMissing(dataset.rows, augmentationSeed);
  if (missing === undefined) return;
  const [where, named] = [files.locate("manifest.json"), inWords(argument)];
  const isLeftOut = manifest.unanswered?.some(({ ids }) => ids.includes(missing)) ?? false;
  const cure = isLeftOut
    ? `, which its teacher did not answer; ${argument === "transferSet" ? "distil from" : "use"} answeredExamples(softTargets, ${argument})`
    : `; record the whole ${named.replace("the ", "")}`;
  throw new Error(`${functionName}: ${where} has no answer for example ${missing} of ${named}${cure}`);
}

/** An argument as a noun. */
function inWords(argument: string): string {
  return argument === "transferSet" ? "the transfer set" : `the ${argument}`;
}

/** A store of one kind of answer says nothing about a task of another. */
function assertTask(functionName: string, where: string, stored: StoredTask, wanted: StoredTask, named: string): void {
  if (stored === wanted) return;
  const show = (task: StoredTask) => `${task === "numbers" ? "" : "targets of kind "}${task ?? "classes"}`;
  throw new Error(
    `${functionName}: ${where} has answers for ${show(stored)}, and ${named} has ${show(wanted)}; record the answers to it`,
  );
}

function assertNames(
  functionName: string,
  where: string,
  { classNames: stored }: SoftTargetManifest,
  { kind, names: wanted }: Task,
  named: string,
): void {
  const [column, columns] = kind === "numbers" ? ["output", "outputs"] : ["class", "classes"];
  const length = Math.max(stored.length, wanted.length);
  const differing = Array.from({ length }, (_, index) => index).find((index) => stored[index] !== wanted[index]);
  if (differing === undefined) return;
  const name = (names: readonly string[]) => JSON.stringify(names[differing]) ?? "missing";
  throw new Error(
    `${functionName}: ${where} is for other ${columns} than ${named}: ${column} ${differing} is ${name(stored)}, not ${name(wanted)}; record with this list of ${columns}`,
  );
}

type StoredTask = SoftTargetManifest["task"];

/** Answers as the loss takes them. */
export function tensorsOf(
  answers: SoftTargetAnswers,
  rows: number,
  classCount: number,
  tail: StoredAnswersOptions["tail"],
): TeacherTensors {
  if (answers.kind === "dense") return { teacherLogits: tf.tensor2d(answers.logits, [rows, classCount]) };
  if (tail === "spread") {
    return { teacherLogits: tf.tensor2d(spreadTail(answers, { classCount }), [rows, classCount]) };
  }
  const shape: [number, number] = [rows, answers.logits.length / rows];
  return {
    indices: tf.tensor2d(answers.indices, shape, "int32"),
    logits: tf.tensor2d(answers.logits, shape),
    tailLogits: tf.tensor1d(answers.tailLogits),
  };
}

/** Throws an ArgumentError unless `tail` is given for top-k answers, and for no others. */
export function assertTail(functionName: string, isTopK: boolean, { tail }: Pick<StoredAnswersOptions, "tail">): void {
  if (isTopK === (tail === "class" || tail === "spread") && (isTopK || tail === undefined)) return;
  throw new ArgumentError({
    functionName,
    argument: "tail",
    expected: isTopK
      ? 'must be "class" or "spread" for soft targets of the largest logits'
      : "is for soft targets of the largest logits only",
    received: tail === undefined ? "undefined" : JSON.stringify(tail),
    code: "state",
  });
}

/** The stored views that look as the run wants them. */
function viewsFor(
  functionName: string,
  { manifest }: SoftTargets,
  { jitter = 0 }: StoredAnswersOptions,
): readonly number[] {
  const { augmentationSeeds, augmentation } = manifest;
  const stored = Number(augmentation.jitter ?? 0);
  const fitting =
    jitter === 0
      ? augmentationSeeds.filter((seed) => seed === 0)
      : augmentationSeeds.filter((seed) => seed !== 0 && stored === jitter);
  if (fitting.length > 0) return fitting;
  throw new ArgumentError({
    functionName,
    argument: "jitter",
    expected: `must be ${stored} (as the soft targets were recorded)`,
    received: String(jitter),
    code: "state",
  });
}
