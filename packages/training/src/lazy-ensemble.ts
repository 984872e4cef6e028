import type { EnsembleOptions } from "@dark-knowledge/ensemble";
import type { LayersModel } from "@tensorflow/tfjs-layers";

/**
 * An ensemble whose members are on disk or elsewhere and are loaded one at a time to answer, because they do not fit in
 * memory together. If they do, `createEnsemble` makes a teacher that needs no loading.
 *
 * It is a teacher like any other for {@link predictLogits}, {@link evaluate}, {@link fidelity}, {@link distill} and
 * `recordSoftTargets`, with the logits of `createEnsemble` up to the rounding of float32: each member in turn answers
 * all examples, and `createEnsembleAccumulator` takes the mean. It cannot answer batches during training, as `distill`
 * with `jitter` requires: record its answers to the jittered views, and distil from the store.
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { createDataset } from "@dark-knowledge/datasets";
 * import { createMlp, type LazyEnsemble, predictLogits } from "@dark-knowledge/training";
 *
 * // Usually each is `() => loadModel(directory)`.
 * const load = (seed: number) => async () => createMlp({ exampleShape: [2], hiddenUnits: [4], classCount: 2, seed });
 * const teacher: LazyEnsemble = {
 *   members: [load(1), load(2)],
 *   mean: "arithmetic",
 *   order: "soften-then-average",
 *   temperature: 4,
 * };
 * const dataset = createDataset({
 *   features: Float32Array.of(1, 0),
 *   labels: Int32Array.of(0),
 *   exampleShape: [2],
 *   classNames: ["left", "right"],
 * });
 * const { rows, columns } = await predictLogits(teacher, dataset);
 * [rows, columns]; // => [1, 2]
 * ```
 */
export interface LazyEnsemble extends EnsembleOptions {
  /** Functions that load one member each; it is disposed of when it has answered. */
  readonly members: readonly (() => Promise<LayersModel>)[];
}
