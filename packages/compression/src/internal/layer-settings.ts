import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { Graph } from "./graph-of.ts";

/** Describes the class of a layer, the shapes of its weights and its settings, but for names and initializers: layers for which it is the same can be one. */
export function layerSettings({ config }: Graph, { name, weights }: LayersModel["layers"][number]): string {
  const { class_name, config: own } = config.layers.find((layer) => layer.name === name)!;
  const isOwn = (key: string) => ["name", "batch_input_shape"].includes(key) || key.endsWith("_initializer");
  const settings = JSON.stringify(own, (key, value: unknown) => (isOwn(key) ? undefined : value));
  return `${class_name} of ${weights.map(({ shape }) => shape.join(" × ")).join(", ")} ${settings}`;
}
