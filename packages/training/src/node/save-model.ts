import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { assertOptions, type OptionNames } from "@dark-knowledge/core";
import { type LockOptions, openDirectory } from "@dark-knowledge/core/node";
import { io } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { topologyOf } from "../internal/topology-of.ts";

/** The file that names all others of a model. */
export const TOPOLOGY = "model.json";

/** Options of {@link saveModel}. */
export interface SaveModelOptions extends LockOptions {
  /** Replace the model in a directory that is there already; false when left out. Other files in it are left alone. */
  readonly overwrite?: boolean;
}

/**
 * Writes a model to a directory as `model.json` and `weights.bin`, the standard tfjs layers format, without tfjs-node.
 *
 * A browser loads it with `tf.loadLayersModel("…/model.json")`. Everything is brought to the disk, and `model.json` takes its
 * name last: whoever begins with it finds the old model or the new one at every moment, also when the process is killed or the
 * power goes out. The weights of a model that replaces another are in `weights-<hash>.bin`.
 *
 * @param directory created with its parents
 * @throws Error when something is in the directory and `overwrite` is not set, when it cannot be written to, or another
 *   process writes there
 *
 * @example
 * ```ts
 * import { mkdtempSync, readdirSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import "@tensorflow/tfjs-backend-cpu";
 * import { createMlp } from "@dark-knowledge/training";
 * import { loadModel, saveModel } from "@dark-knowledge/training/node";
 *
 * const directory = `${mkdtempSync(`${tmpdir()}/`)}/student`;
 * const student = createMlp({ exampleShape: [4], hiddenUnits: [3], classCount: 2, seed: 1 });
 * await saveModel(student, directory);
 * readdirSync(directory); // => ["model.json", "weights.bin"]
 * const again = await loadModel(directory);
 * again.countParams() === student.countParams(); // => true
 * ```
 */
export async function saveModel(model: LayersModel, directory: string, options: SaveModelOptions = {}): Promise<void> {
  assertOptions<SaveModelOptions>(NAME, options, OPTIONS);
  const { overwrite = false, takeOver, onWait, signal } = options;
  const { topology, weights, specs } = await encode(model);
  const owned = await openDirectory(NAME, directory, { isOwn, takeOver, onWait, signal });
  try {
    if (!overwrite) await assertFree(directory);
    // A name of its own, so that the old model stays whole until the new one's topology takes the place of its own.
    const isThere = (await owned.list()).includes(WEIGHTS);
    const name = isThere ? `weights-${createHash("sha256").update(weights).digest("hex").slice(0, 8)}.bin` : WEIGHTS;
    const json = JSON.stringify({ ...topology, weightsManifest: [{ paths: [name], weights: specs }] });
    await owned.write([
      { name, parts: [weights] },
      { name: TOPOLOGY, parts: [new TextEncoder().encode(`${json}\n`)] },
    ]);
    await owned.remove((await owned.list()).filter((one) => one !== name && one !== TOPOLOGY));
  } finally {
    await owned.close();
  }
}

const NAME = "saveModel";
const OPTIONS: OptionNames<SaveModelOptions> = { overwrite: true, takeOver: true, onWait: true, signal: true };
const WEIGHTS = "weights.bin";

function isOwn(name: string): boolean {
  return name === TOPOLOGY || /^weights(-[0-9a-f]{8})?\.bin$/.test(name);
}

/** A directory in which a process was killed that saved its first model there is free. */
async function assertFree(directory: string): Promise<void> {
  const names = await readdir(directory);
  const isLeft = (name: string) => name.startsWith(".") || (isOwn(name) && !names.includes(TOPOLOGY));
  if (names.every(isLeft)) return;
  throw new Error(`${NAME}: ${directory} exists already; pass { overwrite: true } to replace its model`);
}

async function encode(model: LayersModel) {
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
  return { topology, weights: new Uint8Array(buffer as ArrayBuffer), specs: weightSpecs };
}
