import { dispose, type NamedTensorMap } from "@tensorflow/tfjs-core";
import { type LayersModel, models } from "@tensorflow/tfjs-layers";
import { matchWeightNames } from "../../internal/match-weight-names.ts";
import { upgradeTopology } from "../../internal/upgrade-topology.ts";

/** The state of Keras 3's random generators, which it saves among the weights. */
const GENERATOR_STATE = /(^|\/)seed_generator(_\d+)?\/seed_generator_state$/;

/** A model that Keras 3 wrote, with its weights, which are disposed of. */
export async function buildKeras3(topology: object, weights: NamedTensorMap): Promise<LayersModel> {
  const saved = Object.keys(weights).filter((name) => !GENERATOR_STATE.test(name));
  try {
    const modelTopology = upgradeTopology(topology) as Parameters<typeof models.modelFromJSON>[0];
    const model = await models.modelFromJSON({ modelTopology } as unknown as typeof modelTopology);
    const known = model.weights.map((weight) => (weight as unknown as { readonly originalName: string }).originalName);
    const names = matchWeightNames(saved, known);
    const without = saved.find((name) => !names.has(name));
    if (without !== undefined) throw new Error(`weight ${without} belongs to no layer (${known.join(", ")})`);
    model.loadWeights(Object.fromEntries(saved.map((name) => [names.get(name)!, weights[name]!])));
    return model;
  } finally {
    dispose(weights);
  }
}
