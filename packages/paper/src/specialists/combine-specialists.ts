import { join } from "node:path";
import { createMatrix, type Matrix } from "@dark-knowledge/core";
import { classNamesOf, labelsOf } from "@dark-knowledge/datasets";
import { defineTask, type NeededStage, type Task, type TaskContext } from "@dark-knowledge/pipeline";
import type { SpecialistSoftmaxName } from "@dark-knowledge/training";
import { readMatrix, writeMatrix } from "../nets/internal/matrix-file.ts";
import { recordLogits } from "../nets/internal/record-logits.ts";
import { ANSWERS_FOLDER } from "../nets/internal/stage-files.ts";
import type { StageShared } from "../nets/stage-shared.ts";
import type { TrainingEvent } from "../nets/training-event.ts";
import { answerFigures, type CoverRow, gainByCover } from "./answer-figures.ts";
import { type Answers, averageAnswers, combineAnswers } from "./combine-answers.ts";
import type { AskedSet } from "./internal/asked-sets.ts";
import type { GeneralistResult } from "./train-generalist.ts";

/**
 * Input of the combination. It needs the generalist's stage, then those of all specialists with a dustbin, then the
 * others.
 */
export interface CombineInput {
  /** The candidates for how many of the generalist's most probable classes activate specialists. */
  readonly topClasses: readonly number[];
}

/** The result of one candidate for the number of classes that activate specialists. */
interface AccuracyByTopClasses {
  readonly topClasses: number;
  readonly accuracy: number;
}

/** The ways to combine. */
export type Combination = "specialists" | "fullSoftmax" | "averaging";

/**
 * Result of the combination. The folder has the probabilities for the test set, by way of combining, and the answers of
 * equation 5 to the training set.
 */
export interface CombineResult {
  readonly validation: { readonly generalist: number } & Readonly<Record<Combination, readonly AccuracyByTopClasses[]>>;
  /** The choice on the validation set. */
  readonly topClasses: Readonly<Record<Combination, number>>;
  readonly cover: readonly CoverRow[];
}

const WAYS: Readonly<Record<Combination, readonly [SpecialistSoftmaxName, typeof combineAnswers]>> = {
  specialists: ["dustbin", combineAnswers],
  fullSoftmax: ["full", combineAnswers],
  averaging: ["dustbin", averageAnswers],
};
const NAMES = Object.keys(WAYS) as Combination[];

/** Chooses on the validation set how many classes activate specialists, and combines. */
export const combineSpecialists: Task<CombineInput, CombineResult, StageShared, TrainingEvent> = defineTask(
  import.meta.url,
  { id: "specialists/combine", version: 1 },
  async (
    { topClasses }: CombineInput,
    { shared, directory, needs }: TaskContext<StageShared, TrainingEvent>,
  ): Promise<CombineResult> => {
    const { training, validation, test } = shared;
    const stages = Object.values(needs);
    const { sets } = stages[0]!.result as GeneralistResult;
    const read = (set: AskedSet, softmax: SpecialistSoftmaxName) =>
      readAnswers(stages, set, softmax, classNamesOf(test).length);

    const accuracies = {} as Record<Combination, readonly AccuracyByTopClasses[]>;
    const labels = labelsOf(validation!);
    const accuracyOf = (probs: Matrix<Float32Array>) => answerFigures(probs, labels, sets).accuracy;
    for (const name of NAMES) {
      const [softmax, combine] = WAYS[name];
      const answers = await read("validation", softmax);
      accuracies[name] = topClasses.map((top) => ({ topClasses: top, accuracy: accuracyOf(combine(answers, top)) }));
    }
    const chosen = Object.fromEntries(NAMES.map((name) => [name, bestOf(accuracies[name])])) as Record<
      Combination,
      number
    >;

    for (const name of NAMES) {
      const [softmax, combine] = WAYS[name];
      await writeMatrix(directory, name, combine(await read("test", softmax), chosen[name]));
    }
    const { rows, columns, data } = combineAnswers(await read("training", "dustbin"), chosen.specialists);
    await recordLogits(createMatrix(rows, columns, data.map(Math.log)), training, join(directory, ANSWERS_FOLDER));

    const alone = (await read("test", "dustbin")).generalist;
    const together = await readMatrix(directory, "specialists", columns);
    return {
      validation: { generalist: accuracyOf((await read("validation", "dustbin")).generalist), ...accuracies },
      topClasses: chosen,
      cover: gainByCover(alone, together, labelsOf(test), sets),
    };
  },
);

/** Reads the answers of the generalist and of the specialists of one kind to one of the sets. */
async function readAnswers(
  [generalist, ...specialists]: readonly NeededStage[],
  set: AskedSet,
  softmax: SpecialistSoftmaxName,
  classes: number,
): Promise<Answers> {
  const { sets } = generalist!.result as GeneralistResult;
  const first = softmax === "dustbin" ? 0 : sets.length;
  const probs = sets.map(({ length }, index) => readMatrix(specialists[first + index]!.directory, set, length + 1));
  return {
    generalist: await readMatrix(generalist!.directory, set, classes),
    specialists: await Promise.all(probs),
    sets: sets.map((classes) => Int32Array.from(classes)),
  };
}

function bestOf(all: readonly AccuracyByTopClasses[]): number {
  return all.reduce((first, next) => (next.accuracy > first.accuracy ? next : first)).topClasses;
}
