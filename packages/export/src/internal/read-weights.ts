import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Layer } from "./layer-context.ts";
import type { Weight } from "./weight.ts";

/** Reads all weights of a model; the result finds one by its layer and its name there, such as `kernel`. */
export async function readWeights(model: LayersModel): Promise<(layer: Layer, name: string) => Weight | undefined> {
  const values = new Map<unknown, Weight>();
  for (const variable of model.weights) {
    // On some backends `data` gives the memory itself.
    const read = Float32Array.from(await variable.read().data());
    values.set(variable, { shape: variable.shape as number[], values: read });
  }
  return (layer, name) => values.get(layer.weights.find(({ originalName }) => originalName.split("/").at(-1) === name));
}
