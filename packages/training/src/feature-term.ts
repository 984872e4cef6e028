import type * as tf from "@tensorflow/tfjs-core";

/**
 * Compares the outputs of two layers, student first: one value for each example, `[batch]`, such as `attentionTransfer`,
 * `relationalDistance` or `similarityPreserving`.
 */
export type FeatureLoss = (studentFeatures: tf.Tensor, teacherFeatures: tf.Tensor) => tf.Tensor1D;

/** A layer of the student that learns from a layer of the teacher. */
export interface FeatureTerm {
  /** The name of a layer of the student, which is a LayersModel; its output is compared. */
  readonly student: string;
  /** The name of a layer of the teacher, which is a LayersModel. */
  readonly teacher: string;
  /** The weight of the loss's mean over the examples of a batch. */
  readonly weight: number;
  /** Default: `hintLoss`. */
  readonly loss?: FeatureLoss;
  /**
   * Whether the student's features go through a linear map to the size of the teacher's last axis, the same at every
   * place: the regressor of FitNets. It is trained with the student and is discarded afterwards. Default: true for
   * `hintLoss` where the sizes differ, false for other losses.
   */
  readonly projector?: boolean;
}
