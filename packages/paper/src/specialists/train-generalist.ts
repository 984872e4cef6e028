import { join } from "node:path";
import { deriveSeed } from "@dark-knowledge/core";
import { classNamesOf } from "@dark-knowledge/datasets";
import { defineTask, type Task, type TaskContext } from "@dark-knowledge/pipeline";
import {
  type ClassSimilarity,
  clusterClasses,
  createCovarianceAccumulator,
  measureClassSets,
} from "@dark-knowledge/specialists";
import { trainClassifier } from "@dark-knowledge/training";
import { saveModel } from "@dark-knowledge/training/node";
import { buildNet } from "../nets/build-net.ts";
import { writeMatrix } from "../nets/internal/matrix-file.ts";
import { selectTaskBackend } from "../nets/internal/select-task-backend.ts";
import { MODEL_FOLDER } from "../nets/internal/stage-files.ts";
import { trainWithCheckpoints } from "../nets/internal/train-with-checkpoints.ts";
import type { StageShared } from "../nets/stage-shared.ts";
import type { TrainingEvent } from "../nets/training-event.ts";
import { answer } from "./internal/answer.ts";
import { ASKED_SETS } from "./internal/asked-sets.ts";
import type { SpecialistsSpec } from "./specialists-spec.ts";

/** Input of the generalist of one seed. */
export interface GeneralistInput extends Pick<SpecialistsSpec, "generalist"> {
  readonly seed: number;
  /**
   * The number of sets of classes to find, and the number of classes of each; with null each class is in exactly one
   * set.
   */
  readonly clusters: number;
  readonly size: number | null;
}

/** Result of a generalist. Its folder has the net, and its probabilities for each dataset. */
export interface GeneralistResult {
  /** Training examples seen, as passes over the training set. */
  readonly passes: number;
  readonly parameters: number;
  /** Sets of classes that it confuses. */
  readonly sets: readonly (readonly number[])[];
  /** The share of the covariance between different classes within the sets, and within random sets. */
  readonly covered: number;
  readonly coveredAtRandom: number;
  /** The covariance of its probabilities on the training set, `[classes, classes]`, to three digits. */
  readonly similarity: readonly (readonly number[])[];
}

/** Trains a generalist and finds sets of classes that it confuses. No labels are needed to find them. */
export const trainGeneralist: Task<GeneralistInput, GeneralistResult, StageShared, TrainingEvent> = defineTask(
  import.meta.url,
  { id: "specialists/generalist", version: 1 },
  async (
    { generalist, seed, clusters, size }: GeneralistInput,
    context: TaskContext<StageShared, TrainingEvent>,
  ): Promise<GeneralistResult> => {
    const { shared, directory, signal } = context;
    const { training } = shared;
    await selectTaskBackend(shared);
    const stream = deriveSeed(seed, "generalist");
    const net = await buildNet(generalist, training, stream);
    try {
      const { epochs } = await trainWithCheckpoints(generalist, stream, { net, training, ...context }, (options) =>
        trainClassifier(net, training, options),
      );
      await saveModel(net, join(directory, MODEL_FOLDER), { overwrite: true });
      const covariance = createCovarianceAccumulator({ classCount: classNamesOf(training).length });
      for (const name of ASKED_SETS) {
        const probs = await answer(net, shared[name]!, signal);
        if (name === "training") covariance.add(probs.data);
        await writeMatrix(directory, name, probs);
      }
      const similarity = covariance.similarity();
      const clustering = { method: "k-means", clusters, seed: deriveSeed(seed, "clustering") } as const;
      const sets = clusterClasses(similarity, { ...clustering, ...(size === null ? {} : { size }) });
      const { covered, coveredAtRandom } = measureClassSets(similarity, sets);
      return {
        ...{ passes: epochs.length, parameters: net.countParams() },
        ...{ sets: sets.map((set) => Array.from(set)), covered, coveredAtRandom, similarity: rowsOf(similarity) },
      };
    } finally {
      net.dispose();
    }
  },
);

/** Three digits are enough for a picture. */
function rowsOf(similarity: ClassSimilarity): number[][] {
  const column = new Float64Array(similarity.classCount);
  return Array.from({ length: similarity.classCount }, (_, index) => {
    similarity.readColumn(index, column);
    return Array.from(column, (value) => Number(value.toPrecision(3)));
  });
}
