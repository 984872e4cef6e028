import type { Dataset } from "@dark-knowledge/datasets";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { assertFits, type Shape } from "./assert-fits.ts";
import { layersOf } from "./layers-of.ts";
import { makesMask } from "./makes-mask.ts";
import { inputNamesOf } from "./model-inputs.ts";

/** Throws an ArgumentError when a model does not fit a dataset: other inputs, or another answer than its task has. */
export function assertModelFits(functionName: string, argument: string, model: LayersModel, dataset: Dataset): void {
  const names = inputNamesOf(model);
  const inputs = model.inputs.map(({ shape }, index) => ({ name: names[index]!, shape: exampleOf(shape) }));
  const output = exampleOf(model.outputs[0]?.shape);
  const hasMask = layersOf(model).some(makesMask);
  assertFits(functionName, argument, { inputs, output, hasMask }, dataset);
}

function exampleOf(withBatch: Shape = []): Shape {
  return withBatch.slice(1);
}
