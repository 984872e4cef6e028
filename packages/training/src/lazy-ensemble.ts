import type { EnsembleOptions } from "@dark-knowledge/ensemble";
import type { LayersModel } from "@tensorflow/tfjs-layers";

/**
 * An ensemble whose members are on disk, or elsewhere, and are loaded when they are to answer, one at a time: for when they
 * do not fit in memory together. Where they do, `createEnsemble` makes a teacher of them that needs no loading.
 *
 * It is a teacher like any other for {@link predictLogits}, {@link evaluate}, {@link fidelity}, {@link distill} and
 * `recordSoftTargets`, with the logits of `createEnsemble` up to the rounding of float32: each member in its turn answers all
 * examples, and the accumulator of `createEnsembleAccumulator` takes the mean. What it cannot do is to answer a batch in the
 * middle of training, as `distill` with `jitter` asks: record its answers to the jittered views, and distil from the store.
 *
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { createDataset } from "@dark-knowledge/datasets";
 * import { createMlp, type LazyEnsemble, predictLogits } from "@dark-knowledge/training";
 *
 * // As a rule each would be `() => loadModel(directory)`.
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
  /** Each loads one member, which is disposed of when it has answered. */
  readonly members: readonly (() => Promise<LayersModel>)[];
}
