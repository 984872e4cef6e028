import type { Matrix } from "@dark-knowledge/core";
import { clusterClasses, createCovarianceAccumulator, measureClassSets } from "@dark-knowledge/specialists";
import { type TrainedSpecialist, trainSpecialist } from "@dark-knowledge/training";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { type Cost, sumOf, type TrainingBench } from "./training-bench.ts";

/** The specialists of one generalist. */
export interface Specialists {
  readonly sets: readonly Int32Array[];
  /** The share of the covariance between different classes that the sets hold, and that random sets would. */
  readonly covered: number;
  readonly coveredAtRandom: number;
  readonly trained: readonly TrainedSpecialist[];
  readonly cost: Cost;
}

const CLUSTER_STREAM = 1;
const FIRST_STREAM = 100;

/**
 * Finds sets of confusable classes and trains a specialist for each. No labels are needed to find them.
 *
 * @param onTraining the generalist's probabilities for the training set
 */
export async function trainSpecialists(
  bench: TrainingBench,
  generalist: LayersModel,
  onTraining: Matrix<Float32Array>,
): Promise<Specialists> {
  const { clusters, size, epochs, learningRate, patience, temperature, restTargets } = bench.spec.specialists;
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
  const { training, validation } = bench.data;
  const hard = { hardWeight: 1, softWeight: 0 };
  const trained: TrainedSpecialist[] = [];
  const costs: Cost[] = [];
  for (const [index, classes] of sets.entries()) {
    const label = `specialist ${index + 1} of ${sets.length}`;
    const cost = await bench.train({ label, stream: FIRST_STREAM + index, epochs, learningRate }, async (options) => {
      const targets = restTargets === "hard" ? { restTargets: hard } : {};
      const own = { validation, patience, temperature, ...targets };
      const specialist = await trainSpecialist(generalist, classes, training, { ...options, ...own });
      bench.keep(specialist.model);
      trained.push(specialist);
    });
    costs.push(cost);
  }
  return { sets, covered, coveredAtRandom, trained, cost: sumOf(costs) };
}
