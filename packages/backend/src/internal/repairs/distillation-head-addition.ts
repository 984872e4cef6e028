import type * as tf from "@tensorflow/tfjs-core";
import { withScratch } from "../wasm/scratch.ts";
import { simdKernels } from "../wasm/simd-kernels.ts";
import { offsetOf, type WasmRepair } from "../wasm/wasm-backend.ts";

/**
 * Both terms of a distillation loss and the gradient of their weighted sum in one pass over the logits; the losses look
 * for a kernel of this name and do without where there is none.
 *
 * Inputs `studentLogits`, and where there are any `teacherLogits` or `teacherProbs`, and `labels` (int32); attributes
 * `temperature`, `softWeight`, `hardWeight`. Outputs `total`, `soft`, `hard` (`[batch]`) and the slope of `total`
 * (`[batch, classes]`).
 */
export const distillationHeadAddition: WasmRepair = {
  kernelName: "DistillationHead",
  create:
    () =>
    ({ inputs, attrs, backend }) => {
      const { studentLogits, teacherLogits, teacherProbs, labels } = inputs;
      const [rows, classes] = studentLogits!.shape as [number, number];
      const terms = [0, 1, 2].map(() => backend.makeOutput([rows], "float32"));
      const slope = backend.makeOutput([rows, classes], "float32");
      const offsetOrNone = (tensor: tf.TensorInfo | undefined) =>
        tensor === undefined ? 0 : offsetOf(backend, tensor);
      const [total, soft, hard] = terms.map((tensor) => offsetOf(backend, tensor)) as [number, number, number];
      withScratch(backend, [4 * (classes + 15)], (scratch = 0) => {
        simdKernels(backend).distillationHead(
          offsetOf(backend, studentLogits!),
          offsetOrNone(teacherProbs ?? teacherLogits),
          teacherProbs !== undefined,
          offsetOrNone(labels),
          rows,
          classes,
          attrs.temperature as number,
          attrs.softWeight as number,
          attrs.hardWeight as number,
          soft,
          hard,
          total,
          offsetOf(backend, slope),
          scratch,
        );
      });
      return [...terms, slope];
    },
};
