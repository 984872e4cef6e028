import { join } from "node:path";
import type { Matrix } from "@dark-knowledge/core";
import { classNamesOf, labelsOf } from "@dark-knowledge/datasets";
import { type SpecialistSoftmaxName, trainClassifier } from "@dark-knowledge/training";
import { answerFigures, gainByCover } from "./answer-figures.ts";
import { type Answers, averageAnswers, combineAnswers } from "./combine-answers.ts";
import { distilBack } from "./internal/distil-back.ts";
import { type Baseline, trainEnsemble, trainLonger, trainMixture } from "./internal/train-baselines.ts";
import { type Specialists, trainSpecialists } from "./internal/train-specialists.ts";
import { type BenchOptions, createTrainingBench, sumOf, type TrainingBench } from "./internal/training-bench.ts";
import type { SpecialistsData } from "./load-specialists-data.ts";
import type { AccuracyByTopClasses, ModelFigures, SeedRecord } from "./specialists-record.ts";
import type { SpecialistsSpec } from "./specialists-spec.ts";

/** Does everything for one seed: the generalist, its specialists, what they are compared with, and one net distilled from them. */
export async function runSeed(
  spec: SpecialistsSpec,
  data: SpecialistsData,
  options: BenchOptions,
): Promise<SeedRecord> {
  const bench = createTrainingBench(spec, data, options);
  try {
    return await runOn(bench);
  } finally {
    bench.dispose();
  }
}

async function runOn(bench: TrainingBench): Promise<SeedRecord> {
  const { spec, data, seed } = bench;
  const generalist = bench.createNet(0);
  const { epochs, learningRate } = spec.generalist;
  const generalistCost = await bench.train({ label: "generalist", stream: 0, epochs, learningRate }, (options) =>
    trainClassifier(generalist, data.training, options),
  );
  const onTraining = await bench.answer(generalist, data.training);
  const specialists = await trainSpecialists(bench, generalist, onTraining);
  const { sets, kinds } = specialists;
  const together = sumOf([generalistCost, kinds.dustbin.cost]);

  const onTest = answersOf(specialists, "test", await bench.answer(generalist, data.test));
  const onValidation = answersOf(specialists, "validation", await bench.answer(generalist, data.validation));
  const { validation, topClasses } = choose(bench, onValidation);
  const combined = combineAnswers(onTest.dustbin, topClasses.specialists);
  const q = combineAnswers(answersOf(specialists, "training", onTraining).dustbin, topClasses.specialists);

  const alone: Baseline = { probs: onTest.dustbin.generalist, cost: generalistCost };
  const store = join(bench.scratch, `soft-targets-${seed}`);
  const found: Readonly<Record<keyof SeedRecord["models"], Baseline>> = {
    generalist: alone,
    specialists: { probs: combined, cost: together },
    fullSoftmax: {
      probs: combineAnswers(onTest.full, topClasses.fullSoftmax),
      cost: sumOf([generalistCost, kinds.full.cost]),
    },
    averaging: { probs: averageAnswers(onTest.dustbin, topClasses.averaging), cost: together },
    longer: await trainLonger(bench, together.passes),
    ensemble: await trainEnsemble(bench, together.passes, alone),
    mixture: await trainMixture(bench, together.passes),
    distilled: await distilBack(bench, "distilled from equation 5", q, store),
    control: await distilBack(bench, "distilled from the generalist", onTraining, store),
  };

  const labels = labelsOf(data.test);
  const classNames = classNamesOf(data.test);
  const models = Object.entries(found).map(([key, { probs, cost }]): [string, ModelFigures] => [
    key,
    { ...answerFigures(probs, labels, sets), ...cost },
  ]);
  return {
    seed,
    specialists: kinds.dustbin.trained.map(({ classes, oversampling, epochs: done, bestEpoch }) => ({
      classes: Array.from(classes, (index) => classNames[index]!),
      oversampling,
      epochs: done,
      bestEpoch,
    })),
    similarity: specialists.similarity,
    covered: specialists.covered,
    coveredAtRandom: specialists.coveredAtRandom,
    validation,
    topClasses,
    models: Object.fromEntries(models) as SeedRecord["models"],
    cover: gainByCover(alone.probs, combined, labels, sets),
  };
}

/** The answers to one of the sets, by kind of specialist. */
function answersOf(
  { sets, kinds }: Specialists,
  name: keyof SpecialistsData,
  generalist: Matrix<Float32Array>,
): Readonly<Record<SpecialistSoftmaxName, Answers>> {
  const of = (kind: SpecialistSoftmaxName): Answers => ({
    generalist,
    specialists: kinds[kind].trained.flatMap(({ probs }) => probs[name] ?? []),
    sets,
  });
  return { dustbin: of("dustbin"), full: of("full") };
}

/** Chooses how many of the generalist's classes make specialists active, by accuracy on the validation set. */
function choose(
  { spec, data }: TrainingBench,
  { dustbin, full }: Readonly<Record<SpecialistSoftmaxName, Answers>>,
): Pick<SeedRecord, "validation" | "topClasses"> {
  const labels = labelsOf(data.validation);
  const accuracyOf = (probs: Matrix<Float32Array>) => answerFigures(probs, labels, dustbin.sets).accuracy;
  const accuracies = (combine: typeof combineAnswers, answers: Answers): readonly AccuracyByTopClasses[] =>
    spec.topClasses.map((topClasses) => ({ topClasses, accuracy: accuracyOf(combine(answers, topClasses)) }));
  const best = (all: readonly AccuracyByTopClasses[]) =>
    all.reduce((first, next) => (next.accuracy > first.accuracy ? next : first)).topClasses;
  const specialists = accuracies(combineAnswers, dustbin);
  const fullSoftmax = accuracies(combineAnswers, full);
  const averaging = accuracies(averageAnswers, dustbin);
  return {
    validation: { generalist: accuracyOf(dustbin.generalist), specialists, fullSoftmax, averaging },
    topClasses: { specialists: best(specialists), fullSoftmax: best(fullSoftmax), averaging: best(averaging) },
  };
}
