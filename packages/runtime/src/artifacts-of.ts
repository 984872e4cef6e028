import { assertFields } from "@dark-knowledge/core";
import type { ModelArtifacts } from "./model-artifacts.ts";

/** The part of a LayersModel of TensorFlow.js that is used here. */
export interface SaveableModel {
  save(handler: never): Promise<unknown>;
}

/**
 * Takes the topology and the weights of a LayersModel in memory, for {@link compileModel}. Later training does not change them.
 *
 * @param model not changed
 * @throws ArgumentError when `model` is no LayersModel
 * @see {@link compileModel} for an example
 */
export async function artifactsOf(model: SaveableModel): Promise<ModelArtifacts> {
  assertFields("artifactsOf", model, { save: "function" }, { argument: "model", prefix: "model." });
  let artifacts: ModelArtifacts = {};
  const save = async (saved: ModelArtifacts) => {
    artifacts = saved;
    return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" } };
  };
  await model.save({ save } as never);
  return artifacts;
}
