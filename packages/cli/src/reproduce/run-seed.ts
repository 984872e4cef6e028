import { join } from "node:path";
import type { Matrix } from "@dark-knowledge/core";
import { type Dataset, labelsOf } from "@dark-knowledge/datasets";
import { predictSpecialistProbs, trainClassifier } from "@dark-knowledge/training";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { answerFigures, gainByCover } from "./answer-figures.ts";
import { type Answers, averageAnswers, combineAnswers } from "./combine-answers.ts";
import { distilBack } from "./internal/distil-back.ts";
import { type Baseline, trainEnsemble, trainLonger, trainMixture } from "./internal/train-baselines.ts";
import { type Specialists, trainSpecialists } from "./internal/train-specialists.ts";
import { type BenchOptions, createTrainingBench, sumOf, type TrainingBench } from "./internal/training-bench.ts";
import type { SpecialistsData } from "./load-specialists-data.ts";
import type { AccuracyByTopClasses, ModelFigures, SeedRecord } from "./specialists-record.ts";
import type { SpecialistsSpec } from "./specialists-spec.ts";

/** What one seed's run needs beside specification and data. */
export interface RunSeedOptions extends BenchOptions {
  /** A directory for what is needed while the run is under way. */
  readonly scratch: string;
}

/** Does everything for one seed: the generalist, its specialists, what they are compared with, and one net distilled from them. */
export async function runSeed(
  spec: SpecialistsSpec,
  data: SpecialistsData,
  options: RunSeedOptions,
): Promise<SeedRecord> {
  const bench = createTrainingBench(spec, data, options);
  try {
    return await runOn(bench, options);
  } finally {
    bench.dispose();
  }
}

async function runOn(bench: TrainingBench, { seed, scratch }: RunSeedOptions): Promise<SeedRecord> {
  const { spec, data } = bench;
  const generalist = bench.createNet(0);
  const { epochs, learningRate } = spec.generalist;
  const generalistCost = await bench.train({ label: "generalist", stream: 0, epochs, learningRate }, (options) =>
    trainClassifier(generalist, data.training, options),
  );
  const specialists = await trainSpecialists(bench, generalist, await bench.answer(generalist, data.training));
  const { sets } = specialists;
  const together = sumOf([generalistCost, specialists.cost]);

  const onTest = await answersTo(bench, generalist, specialists, data.test);
  const { validation, topClasses } = choose(bench, await answersTo(bench, generalist, specialists, data.validation));
  const combined = combineAnswers(onTest, topClasses.specialists);

  const alone: Baseline = { probs: onTest.generalist, cost: generalistCost };
  const onTraining = await answersTo(bench, generalist, specialists, data.training);
  const q = combineAnswers(onTraining, topClasses.specialists);
  const store = join(scratch, `soft-targets-${seed}`);
  const found: Readonly<Record<keyof SeedRecord["models"], Baseline>> = {
    generalist: alone,
    specialists: { probs: combined, cost: together },
    averaging: { probs: averageAnswers(onTest, topClasses.averaging), cost: together },
    longer: await trainLonger(bench, together.passes),
    ensemble: await trainEnsemble(bench, together.passes, alone),
    mixture: await trainMixture(bench, together.passes),
    distilled: await distilBack(bench, "distilled from equation 5", q, store),
    control: await distilBack(bench, "distilled from the generalist", onTraining.generalist, store),
  };

  const labels = labelsOf(data.test);
  const models = Object.entries(found).map(([key, { probs, cost }]): [string, ModelFigures] => [
    key,
    { ...answerFigures(probs, labels, sets), ...cost },
  ]);
  return {
    seed,
    specialists: specialists.trained.map(({ specialist, oversampling, epochs: done, bestEpoch }) => ({
      classes: Array.from(specialist.classes, (index) => data.test.classNames[index]!),
      oversampling,
      epochs: done.length,
      bestEpoch: bestEpoch + 1,
    })),
    covered: specialists.covered,
    coveredAtRandom: specialists.coveredAtRandom,
    validation,
    topClasses,
    models: Object.fromEntries(models) as SeedRecord["models"],
    cover: gainByCover(onTest.generalist, combined, labels, sets),
  };
}

async function answersTo(
  bench: TrainingBench,
  generalist: LayersModel,
  { trained, sets }: Specialists,
  dataset: Dataset,
): Promise<Answers> {
  const { signal } = bench;
  const specialists: Matrix<Float32Array>[] = [];
  for (const one of trained) specialists.push(await predictSpecialistProbs(one, dataset, { signal }));
  return { generalist: await bench.answer(generalist, dataset), specialists, sets };
}

/** Chooses how many of the generalist's classes make specialists active, by accuracy on the validation set. */
function choose({ spec, data }: TrainingBench, answers: Answers): Pick<SeedRecord, "validation" | "topClasses"> {
  const labels = labelsOf(data.validation);
  const accuracyOf = (probs: Matrix<Float32Array>) => answerFigures(probs, labels, answers.sets).accuracy;
  const accuracies = (combine: typeof combineAnswers): readonly AccuracyByTopClasses[] =>
    spec.topClasses.map((topClasses) => ({ topClasses, accuracy: accuracyOf(combine(answers, topClasses)) }));
  const best = (all: readonly AccuracyByTopClasses[]) =>
    all.reduce((first, next) => (next.accuracy > first.accuracy ? next : first)).topClasses;
  const [specialists, averaging] = [accuracies(combineAnswers), accuracies(averageAnswers)];
  return {
    validation: { generalist: accuracyOf(answers.generalist), specialists, averaging },
    topClasses: { specialists: best(specialists), averaging: best(averaging) },
  };
}
