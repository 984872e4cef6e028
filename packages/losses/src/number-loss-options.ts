import type { Tensor2D } from "@tensorflow/tfjs-core";

/** Options of the losses of numbers. */
export interface NumberLossOptions {
  /**
   * `[batch, outputs]`, int32: 1 where a target is known, 0 where it is not and does not count. Default: all are known.
   */
  readonly known?: Tensor2D | undefined;
}
