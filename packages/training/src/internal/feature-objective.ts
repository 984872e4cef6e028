import { batches, firstExamples } from "@dark-knowledge/datasets";
import * as tf from "@tensorflow/tfjs-core";
import type { FeatureLoss } from "../feature-term.ts";
import { assertPerExample } from "./assert-per-example.ts";
import { batchInputs } from "./batch-inputs.ts";
import { meanOf } from "./hard-objective.ts";
import type { Layer } from "./layers-of.ts";
import type { Objective } from "./objective.ts";
import type { ObservedLayers } from "./observe-layers.ts";
import { probeBatchSizes } from "./probe-loss.ts";
import type { Projector } from "./projector-between.ts";
import type { ResolvedClassifier } from "./resolve-classifier.ts";
import { batchWeight, weigh } from "./row-weights.ts";
import type { Run } from "./run.ts";

/** Two layers, and how they are compared. */
export interface FeaturePair {
  readonly name: string;
  readonly student: Layer;
  readonly teacher: Layer;
  readonly weight: number;
  readonly loss: FeatureLoss;
  readonly projector: Projector | undefined;
}

/** The layers of both sides, ready to be compared. */
export interface FeatureSides {
  readonly teacher: ResolvedClassifier;
  readonly pairs: readonly FeaturePair[];
  /** The outputs of the student's layers. */
  readonly ours: ObservedLayers;
  /** Those of the teacher's. */
  readonly theirs: ObservedLayers;
}

/** Adds to a loss what the layers of a student and its teacher differ by. The teacher answers outside the tape. */
export function addFeatureTerms(objective: Objective, { teacher, pairs, ours, theirs }: FeatureSides): Objective {
  return {
    ...objective,
    prepare(batch, loaded, at) {
      const prepared = objective.prepare(batch, loaded, at);
      const { features: input, ...named } = batchInputs(batch);
      teacher.forward(input, { training: false, seed: 0, ids: batch.ids, ...named });
      const weights = batch.weights === undefined ? {} : { exampleWeights: tf.tensor1d(batch.weights) };
      const features = pairs.map((pair) => [pair.name, theirs.take(pair.teacher)]);
      return { ...prepared, ...weights, ...Object.fromEntries(features) };
    },
    loss(answers, prepared, at, batch) {
      const { total, terms } = objective.loss(answers, prepared, at, batch);
      const parts = pairs.map((pair) => {
        const values = lossOf(pair, ours.take(pair.student), prepared[pair.name]!);
        return { values: weigh(values, prepared.exampleWeights), count: batchWeight(batch) };
      });
      const weighted = pairs.map(({ weight }, index) => tf.mul<tf.Scalar>(meanOf(parts[index]!), weight));
      const ofPairs = pairs.map(({ name }, index) => [name, parts[index]!]);
      return { total: tf.addN([total, ...weighted]), terms: { ...terms, ...Object.fromEntries(ofPairs) } };
    },
  };
}

function lossOf({ loss, projector }: FeaturePair, studentFeatures: tf.Tensor, teacherFeatures: tf.Tensor): tf.Tensor1D {
  return loss(projector === undefined ? studentFeatures : projector.project(studentFeatures), teacherFeatures);
}

/** Compares the layers on the first examples: shapes of sequences, and what a loss gives, are known only then. */
export function tryFeatureTerms(run: Run, { teacher, pairs, ours, theirs }: FeatureSides): void {
  const { functionName, batchSize, training, resolved } = run;
  const [batch] = batches(firstExamples(training, batchSize), { batchSize, order: "stored" });
  tf.tidy(() => {
    const { features, ...named } = batchInputs(batch!);
    const context = { training: false, seed: 0, ids: batch!.ids, ...named };
    resolved.forward(features, context);
    teacher.forward(features, context);
    for (const pair of pairs) {
      const [student, answer] = [ours.take(pair.student), theirs.take(pair.teacher)];
      probeBatchSizes(run, `${pair.name}.loss`, (rows) => {
        const few = (values: tf.Tensor) => tf.slice(values, 0, rows);
        assertPerExample(functionName, `${pair.name}.loss`, lossOf(pair, few(student), few(answer)), rows);
      });
    }
  });
}
