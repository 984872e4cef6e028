import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ArgumentError } from "@dark-knowledge/core";
import { type CompiledModel, compileModel, type ModelArtifacts, readArtifacts } from "@dark-knowledge/runtime";
import { MODEL_FOLDER } from "../../nets/internal/stage-files.ts";

/** A net of a stage, as its files are and compiled. */
export interface StoredNet {
  readonly artifacts: ModelArtifacts;
  readonly net: CompiledModel;
}

/** Reads the net of a stage; undefined for one with layers that cannot be compiled. */
export async function readNet(stage: string): Promise<StoredNet | undefined> {
  const read = (name: string) => readFile(join(stage, MODEL_FOLDER, name));
  const artifacts = await readArtifacts(JSON.parse(String(await read("model.json"))), read);
  try {
    return { artifacts, net: compileModel(artifacts) };
  } catch (error) {
    if (ArgumentError.is(error)) return undefined;
    throw error;
  }
}
