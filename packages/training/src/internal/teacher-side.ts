import { ArgumentError } from "@dark-knowledge/core";
import type { Dataset } from "@dark-knowledge/datasets";
import type { GivenAnswers, SoftTargets } from "@dark-knowledge/soft-targets";
import type * as tf from "@tensorflow/tfjs-core";
import type { Teacher } from "../classifier.ts";
import { fingerprintWeights } from "../fingerprint-weights.ts";
import type { TrainingOptions } from "../training-options.ts";
import { createGivenAnswers, isGivenAnswers } from "./given-answers.ts";
import { isLazyEnsemble } from "./lazy-members.ts";
import type { Objective } from "./objective.ts";
import { resolveClassifier } from "./resolve-classifier.ts";
import type { Run } from "./run.ts";
import type { Settings } from "./settings.ts";
import { createStoredAnswers, isSoftTargets } from "./stored-answers.ts";
import { createTeacherAnswers, type TeacherAnswers } from "./teacher-answers.ts";

/** The options of a distillation that concern its teacher. */
export interface TeacherSideOptions extends TrainingOptions {
  readonly teacherWeights?: readonly tf.Tensor[];
  readonly tail?: "class" | "spread";
  readonly softLoss?: unknown;
  readonly onTeacherProgress?: (done: number, total: number) => void;
}

/** A teacher, or what one has said, ready for a run. */
export interface TeacherSide {
  readonly answers: TeacherAnswers;
  /** The parts of an objective that are the teacher's. */
  readonly objective: Pick<Objective, "begin" | "load" | "augmentationSeeds">;
  /** Its identity, for checkpoints. */
  readonly source: Settings;
  /** Throws when the teacher's weights have changed; gives their fingerprint where it is known. */
  finish(): Promise<{ readonly teacherFingerprint?: string }>;
}

/** Where a teacher's answers come from: itself, a store, or the caller's memory. */
export type TeacherSource = Teacher | SoftTargets | GivenAnswers;

/** Checks all of a teacher that can be known before it is asked. `transferSet` is what the validation set was split off from. */
export async function prepareTeacher(
  run: Run,
  teacher: TeacherSource,
  transferSet: Dataset,
  options: TeacherSideOptions,
): Promise<TeacherSide> {
  const { functionName, training } = run;
  assertTailFits(functionName, teacher, options);
  const weights = options.teacherWeights ?? weightsOf(run, teacher, options.undoSoftmax ?? false);
  assertIsNotTrained(functionName, run.variables, weights);
  const fingerprint = await fingerprintWeights(weights);
  const known = weights.length === 0 ? "a function" : fingerprint.slice(0, 16);
  const { answers, source } = await chooseAnswers(functionName, teacher, known, transferSet, training, options);
  const { begin, load, augmentationSeeds } = answers;
  return {
    answers,
    source,
    objective: {
      ...(begin ? { begin } : {}),
      ...(load ? { load } : {}),
      ...(augmentationSeeds ? { augmentationSeeds } : {}),
    },
    async finish() {
      if (isSoftTargets(teacher)) return { teacherFingerprint: teacher.manifest.teacherFingerprint };
      if (weights.length === 0) return {};
      if ((await fingerprintWeights(weights)) === fingerprint) return { teacherFingerprint: fingerprint };
      throw new Error(
        `${functionName}: the teacher's weights changed during training; do student and teacher share layers?`,
      );
    },
  };
}

/** Where the answers come from, and what distinguishes this source from others. */
async function chooseAnswers(
  functionName: string,
  teacher: TeacherSource,
  known: string,
  transferSet: Dataset,
  training: Dataset,
  options: TeacherSideOptions,
): Promise<{ answers: TeacherAnswers; source: Settings }> {
  const { jitter = 0, augment = [], undoSoftmax = false, signal, tail, onTeacherProgress: onProgress } = options;
  if (isRecorded(teacher) && augment.length > 0) {
    throw new ArgumentError({
      ...{ functionName, argument: "augment", code: "state" },
      expected: "must be left out with recorded answers, which are not to the examples as the student would see them",
      received: augment.map(({ kind }) => kind).join(", "),
    });
  }
  if (isSoftTargets(teacher)) {
    const { teacherFingerprint, encoding } = teacher.manifest;
    const source = { teacher: teacherFingerprint.slice(0, 16), answers: JSON.stringify({ ...encoding, tail }) };
    return { answers: await createStoredAnswers(functionName, teacher, training, options), source };
  }
  if (isGivenAnswers(teacher)) {
    const answers = await createGivenAnswers(functionName, teacher, transferSet, training, options);
    const source = { teacher: answers.fingerprint.slice(0, 16), answers: JSON.stringify({ kind: "given", tail }) };
    return { answers, source };
  }
  const answers = createTeacherAnswers(functionName, teacher, training, {
    ...{ isAugmented: jitter > 0 || augment.length > 0, undoSoftmax },
    ...(signal ? { signal } : {}),
    ...(onProgress ? { onProgress } : {}),
  });
  return { answers, source: { teacher: known, answers: "its own" } };
}

/** Whether answers were given before the run. */
function isRecorded(teacher: TeacherSource): teacher is SoftTargets | GivenAnswers {
  return isSoftTargets(teacher) || isGivenAnswers(teacher);
}

function assertTailFits(functionName: string, teacher: TeacherSource, { tail, softLoss }: TeacherSideOptions): void {
  const fail = (argument: string, expected: string, received: string): never => {
    throw new ArgumentError({ functionName, argument, expected, received, code: "state" });
  };
  if (!isRecorded(teacher)) {
    if (tail === undefined) return;
    fail("tail", "must be left out with a teacher that gives all logits", JSON.stringify(tail));
  }
  if (softLoss === undefined || tail !== "class") return;
  const expected = 'must not be given with top-k soft targets and tail "class", which leave no logit for each class';
  fail("softLoss", expected, "a function");
}

/** The weights of a teacher where they can be seen. */
function weightsOf(
  { functionName, training }: Run,
  teacher: TeacherSource,
  undoSoftmax: boolean,
): readonly tf.Tensor[] {
  if (isRecorded(teacher) || isLazyEnsemble(teacher)) return [];
  return resolveClassifier(functionName, "teacher", teacher, training, undoSoftmax).weights;
}

function assertIsNotTrained(
  functionName: string,
  variables: readonly tf.Variable[],
  teacherWeights: readonly tf.Tensor[],
): void {
  const shared = variables.filter((variable) => teacherWeights.includes(variable)).length;
  if (shared === 0) return;
  const expected = "must share no trained weight with the teacher";
  throw new ArgumentError({ functionName, argument: "student", expected, received: `${shared} shared`, code: "state" });
}
