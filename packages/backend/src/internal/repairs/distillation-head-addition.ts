import type * as tf from "@tensorflow/tfjs-core";
import { computeInParts, partsOf } from "../threads/compute-in-parts.ts";
import { withScratch } from "../wasm/scratch.ts";
import { offsetOf, type WasmRepair } from "../wasm/wasm-backend.ts";

/** From so many logits on, threads save more than they are told for: these take a quarter of a millisecond. */
const LARGE_BATCH = 16_384;

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
      const [target, label] = [offsetOrNone(teacherProbs ?? teacherLogits), offsetOrNone(labels)];
      const { temperature, softWeight, hardWeight } = attrs as Readonly<Record<string, number>>;
      const range = { count: rows, grain: 1, isLarge: rows * classes >= LARGE_BATCH };
      withScratch(
        backend,
        Array.from({ length: partsOf(backend, range) }, () => 4 * (classes + 15)),
        (...scratch) => {
          computeInParts(backend, "distillationHead", range, (from, size, part) => {
            const [logits, gradient] = [studentLogits!, slope].map(
              (tensor) => offsetOf(backend, tensor) + 4 * from * classes,
            );
            const goal = target === 0 ? 0 : target + 4 * from * classes;
            return [
              ...[logits!, goal, teacherProbs !== undefined, label === 0 ? 0 : label + 4 * from, size, classes],
              ...[temperature!, softWeight!, hardWeight!, ...[soft, hard, total].map((offset) => offset + 4 * from)],
              // An empty part needs none.
              ...[gradient!, scratch[part] ?? 0],
            ];
          });
        },
      );
      return [...terms, slope];
    },
};
