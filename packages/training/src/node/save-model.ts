import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { assertOptions } from "@dark-knowledge/core";
import { io } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";

/** The files that {@link saveModel} writes. */
export const MODEL_FILES = { topology: "model.json", weights: "weights.bin" } as const;

/** Options of {@link saveModel}. */
export interface SaveModelOptions {
  /** Replace a directory that is there already; false when left out. */
  readonly overwrite?: boolean;
}

/**
 * Writes a model to a directory as `model.json` and `weights.bin`, the standard tfjs layers format, without tfjs-node.
 *
 * A browser loads it with `tf.loadLayersModel("…/model.json")`. The directory appears whole or not at all: files are written
 * beside it and renamed.
 *
 * @param directory created with its parents
 * @throws Error when the directory exists and `overwrite` is not set, or cannot be written
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
  assertOptions<SaveModelOptions>("saveModel", options, { overwrite: true });
  const target = resolve(directory);
  if (existsSync(target) && !options.overwrite) {
    throw new Error(`saveModel: ${directory} exists already; pass { overwrite: true } to replace it`);
  }
  const { manifest, weights } = await encode(model);
  await mkdir(dirname(target), { recursive: true });
  const staging = await mkdtemp(join(dirname(target), `.${basename(target)}-`));
  try {
    await writeFile(join(staging, MODEL_FILES.topology), manifest);
    await writeFile(join(staging, MODEL_FILES.weights), weights);
    await replace(staging, target);
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    throw error;
  }
}

/** Moves what is there out of the way first, so that at no moment neither the old nor the new model exists. */
async function replace(staging: string, target: string): Promise<void> {
  if (!existsSync(target)) return rename(staging, target);
  const previous = `${staging}-previous`;
  await rename(target, previous);
  await rename(staging, target);
  await rm(previous, { recursive: true, force: true });
}

async function encode(model: LayersModel): Promise<{ manifest: string; weights: Uint8Array }> {
  let artifacts: io.ModelArtifacts | undefined;
  await model.save(
    io.withSaveHandler(async (saved) => {
      artifacts = saved;
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" } };
    }),
  );
  const { modelTopology, weightSpecs, weightData, format, generatedBy } = artifacts!;
  const buffer = Array.isArray(weightData) ? io.concatenateArrayBuffers(weightData) : weightData!;
  const json = {
    format,
    generatedBy,
    convertedBy: null,
    modelTopology,
    weightsManifest: [{ paths: [MODEL_FILES.weights], weights: weightSpecs }],
  };
  return { manifest: `${JSON.stringify(json)}\n`, weights: new Uint8Array(buffer as ArrayBuffer) };
}
