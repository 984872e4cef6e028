import { createDataset } from "@dark-knowledge/datasets";
import type { Checkpoints, TrainingState } from "@dark-knowledge/training";
import type { LayersModel } from "@tensorflow/tfjs-layers";

/** Twelve examples of four numbers, in three classes. */
export const dataset = createDataset({
  features: Float32Array.from({ length: 48 }, (_, at) => Math.sin(at * at)),
  labels: Int32Array.from({ length: 12 }, (_, at) => at % 3),
  ...{ exampleShape: [4], classNames: ["a", "b", "c"] },
});

/** Copies of the values of all weights. */
export function valuesOf(model: LayersModel): Promise<Float32Array[]> {
  return Promise.all(model.weights.map(async (weight) => Float32Array.from(await weight.read().data())));
}

/** Keeps the state of every step. */
export function checkpointsInMemory(from?: TrainingState): Checkpoints & { readonly states: TrainingState[] } {
  const states: TrainingState[] = [];
  return { everySteps: 1, states, latest: async () => from, save: async (state) => void states.push(state) };
}
