import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";

/** What a loss learns from that compares with a teacher class by class and has to know which is the right one. */
export interface LabelledTargets {
  /** `[batch, classes]`, the same shape as the student's. */
  readonly teacherLogits: Tensor2D;
  /** `[batch]`, int32; −1 marks a row without a label. */
  readonly labels: Tensor1D;
}
