import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { assertOneOf } from "@dark-knowledge/core";
import { type FileContent, type LockOptions, openDirectory } from "@dark-knowledge/core/node";
import { dispose, io, type Tensor } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { STUDENT_FILE } from "../../internal/parse-student.ts";
import { topologyOf } from "../../internal/topology-of.ts";
import { STORED_WEIGHTS, type StoredWeights, storeWeights } from "./store-weights.ts";

/** The file that names all others of a model. */
export const TOPOLOGY = "model.json";

/** How a model is written. */
export interface WriteModelOptions extends LockOptions {
  readonly overwrite?: boolean;
  readonly weights?: StoredWeights;
  /** Makes the file that is written last from the weights as they are read again. Default: the other files of a student's directory are removed. */
  readonly describe?: (weights: readonly Tensor[]) => Promise<FileContent>;
}

/** Writes a model, and what describes it, to a directory. Errors begin with `functionName`. */
export async function writeModel(
  functionName: string,
  model: LayersModel,
  directory: string,
  { overwrite = false, takeOver, onWait, signal, weights: type = "float32", describe }: WriteModelOptions,
): Promise<void> {
  assertOneOf(functionName, "weights", type, STORED_WEIGHTS);
  const { topology, weights, specs } = await encode(functionName, model, type);
  const description = describe && (await describeWeights(describe, weights, specs));
  const owned = await openDirectory(functionName, directory, { isOwn, takeOver, onWait, signal });
  try {
    if (!overwrite) await assertFree(functionName, directory);
    // A name of its own, so that the old model stays whole until the new one's topology takes the place of its own.
    const isThere = (await owned.list()).includes(WEIGHTS);
    const name = isThere ? `weights-${createHash("sha256").update(weights).digest("hex").slice(0, 8)}.bin` : WEIGHTS;
    const json = JSON.stringify({ ...topology, weightsManifest: [{ paths: [name], weights: specs }] });
    const files = [
      { name, parts: [weights] },
      { name: TOPOLOGY, parts: [new TextEncoder().encode(`${json}\n`)] },
      ...(description ? [description] : []),
    ];
    await owned.write(files);
    await owned.remove((await owned.list()).filter((one) => files.every((file) => file.name !== one)));
  } finally {
    await owned.close();
  }
}

const WEIGHTS = "weights.bin";

function isOwn(name: string): boolean {
  return name === TOPOLOGY || name === STUDENT_FILE || /^weights(-[0-9a-f]{8})?\.bin$/.test(name);
}

/** A directory in which a process was killed that saved its first model there is free. */
async function assertFree(functionName: string, directory: string): Promise<void> {
  const names = await readdir(directory);
  const isLeft = (name: string) => name.startsWith(".") || (isOwn(name) && !names.includes(TOPOLOGY));
  if (names.every(isLeft)) return;
  throw new Error(`${functionName}: ${directory} exists already; pass { overwrite: true } to replace its model`);
}

async function describeWeights(
  describe: NonNullable<WriteModelOptions["describe"]>,
  weights: Uint8Array,
  specs: readonly io.WeightsManifestEntry[],
): Promise<FileContent> {
  const read = io.decodeWeights(weights.slice().buffer, [...specs]);
  try {
    return await describe(specs.map(({ name }) => read[name]!));
  } finally {
    dispose(read);
  }
}

async function encode(functionName: string, model: LayersModel, type: StoredWeights) {
  let artifacts: io.ModelArtifacts | undefined;
  await model.save(
    io.withSaveHandler(async (saved) => {
      artifacts = saved;
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" } };
    }),
  );
  const { weightSpecs, weightData, format, generatedBy } = artifacts!;
  const buffer = Array.isArray(weightData) ? io.concatenateArrayBuffers(weightData) : weightData!;
  const topology = { format, generatedBy, convertedBy: null, modelTopology: topologyOf(model) };
  const { data, specs } = storeWeights(functionName, { data: buffer as ArrayBuffer, specs: weightSpecs! }, type);
  return { topology, weights: data, specs };
}
