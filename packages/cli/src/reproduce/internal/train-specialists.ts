import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Matrix } from "@dark-knowledge/core";
import {
  type ClassSimilarity,
  clusterClasses,
  createCovarianceAccumulator,
  measureClassSets,
} from "@dark-knowledge/specialists";
import type { SpecialistSoftmaxName } from "@dark-knowledge/training";
import { saveModel } from "@dark-knowledge/training/node";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { SpecialistsData } from "../load-specialists-data.ts";
import { run, type SpecialistResult, type SpecialistTask } from "../train-specialist-task.ts";
import { type Cost, sumOf, type TrainingBench } from "./training-bench.ts";

/** The specialists of one generalist, one of each kind for each set of classes. */
export interface Specialists {
  readonly sets: readonly Int32Array[];
  /** The share of the covariance between different classes that the sets hold, and that random sets would. */
  readonly covered: number;
  readonly coveredAtRandom: number;
  /** `[classes, classes]`, from which the sets were made. */
  readonly similarity: readonly (readonly number[])[];
  readonly kinds: Readonly<Record<SpecialistSoftmaxName, TrainedKind>>;
}

interface TrainedKind {
  readonly trained: readonly SpecialistResult[];
  readonly cost: Cost;
}

const CLUSTER_STREAM = 1;
const FIRST_STREAM = 100;

/**
 * Finds sets of confusable classes and trains the specialists of each, as many at once as the bench's runner takes. No labels are
 * needed to find them.
 *
 * @param onTraining the generalist's probabilities for the training set
 */
export async function trainSpecialists(
  bench: TrainingBench,
  generalist: LayersModel,
  onTraining: Matrix<Float32Array>,
): Promise<Specialists> {
  const { clusters, size } = bench.spec.specialists;
  const covariance = createCovarianceAccumulator({ classCount: onTraining.columns });
  covariance.add(onTraining.data);
  const similarity = covariance.similarity();
  const sets = clusterClasses(similarity, {
    method: "k-means",
    clusters,
    ...(size === null ? {} : { size }),
    seed: bench.seedOf(CLUSTER_STREAM),
  });
  const { covered, coveredAtRandom } = measureClassSets(similarity, sets);
  const saved = join(bench.scratch, `generalist-${bench.seed}`);
  await saveModel(generalist, saved, { overwrite: true });
  const [dustbin, full] = await Promise.all([
    // One net is distilled from what those with a dustbin say of the training set.
    trainKind(bench, saved, sets, "dustbin", ["training", "validation", "test"]),
    trainKind(bench, saved, sets, "full", ["validation", "test"]),
  ]);
  // Only now: what was not done would be tried again without it.
  await rm(saved, { recursive: true });
  return { sets, covered, coveredAtRandom, similarity: rowsOf(similarity), kinds: { dustbin, full } };
}

async function trainKind(
  bench: TrainingBench,
  generalist: string,
  sets: readonly Int32Array[],
  softmax: SpecialistSoftmaxName,
  asked: readonly (keyof SpecialistsData)[],
): Promise<TrainedKind> {
  const { spec, data, backend, threads } = bench;
  const name = softmax === "full" ? "full softmax" : "specialist";
  const trained = await Promise.all(
    sets.map((classes, index) => {
      // Both kinds draw the same examples.
      const seed = bench.seedOf(FIRST_STREAM + index);
      const task: SpecialistTask = { generalist, classes, softmax, seed, spec, data, asked, backend, threads };
      const label = `${name} ${index + 1} of ${sets.length}`;
      return bench.delegate(label, spec.specialists.epochs, { module: "reproduce/train-specialist-task", run }, task);
    }),
  );
  const { length } = data.training.rows;
  return { trained, cost: sumOf(trained.map(({ seen, seconds }) => ({ passes: seen / length, seconds }))) };
}

/** Three digits are enough for a picture. */
function rowsOf(similarity: ClassSimilarity): number[][] {
  const column = new Float64Array(similarity.classCount);
  return Array.from({ length: similarity.classCount }, (_, index) => {
    similarity.readColumn(index, column);
    return Array.from(column, (value) => Number(value.toPrecision(3)));
  });
}
