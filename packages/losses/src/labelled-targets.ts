import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";

/** Targets of a loss that compares with a teacher class by class and must know the right class. */
export interface LabelledTargets {
  /** `[batch, classes]`, the same shape as the student's. */
  readonly teacherLogits: Tensor2D;
  /** `[batch]`, int32; −1 marks a row without a label. */
  readonly labels: Tensor1D;
}
