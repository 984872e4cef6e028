import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";

/** A teacher's k largest logits and the mass of all others, as `topKLogits` of `@dark-knowledge/soft-targets` keeps them. */
export interface SparseTeacherLogits {
  /** The classes, `[batch, k]`, int32, no class twice in a row; k is less than the number of classes. */
  readonly indices: Tensor2D;
  /** Their logits, `[batch, k]`. */
  readonly logits: Tensor2D;
  /** `log Σ exp(v_c)` over the other classes, `[batch]`; −∞ where they have no mass. */
  readonly tailLogits: Tensor1D;
}

/** The treatment of classes that a sparse teacher does not name: together as one class, or in equal parts. */
export type TailOption = "class" | "spread";
