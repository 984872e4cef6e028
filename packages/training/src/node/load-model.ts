import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { io } from "@tensorflow/tfjs-core";
import { type LayersModel, loadLayersModel } from "@tensorflow/tfjs-layers";
import { TOPOLOGY } from "./save-model.ts";

interface ModelJson {
  readonly modelTopology: object;
  readonly weightsManifest: readonly {
    readonly paths: readonly string[];
    readonly weights: readonly io.WeightsManifestEntry[];
  }[];
}

/**
 * Reads a model that {@link saveModel}, or any tfjs program, wrote to a directory: `model.json` and the weight files that it
 * names.
 *
 * @returns a model that the caller disposes of
 * @throws Error that names the file when one is missing, is not a tfjs layers model, or has the wrong length
 * @see {@link saveModel}
 */
export async function loadModel(directory: string): Promise<LayersModel> {
  const path = join(directory, TOPOLOGY);
  const { modelTopology, weightsManifest } = parse(path, await read(path));
  const weightSpecs = weightsManifest.flatMap(({ weights }) => weights);
  const paths = weightsManifest.flatMap((group) => group.paths.map((name) => join(directory, name)));
  const weights = Buffer.concat(await Promise.all(paths.map(read)));
  const expected = weightSpecs.reduce((bytes, spec) => bytes + byteLength(spec), 0);
  if (weights.length !== expected) {
    throw new Error(
      `loadModel: ${paths.join(", ")} must have ${expected} bytes (as ${path} says), got ${weights.length}; copy the model again`,
    );
  }
  // A fresh ArrayBuffer: small files come as views on a buffer that they share.
  const weightData = Uint8Array.from(weights).buffer;
  return loadLayersModel(io.fromMemory({ modelTopology, weightSpecs, weightData }));
}

function parse(path: string, bytes: Buffer): ModelJson {
  let parsed: Partial<ModelJson> | null;
  try {
    parsed = JSON.parse(bytes.toString("utf8"));
  } catch (error) {
    throw new Error(`loadModel: ${path} is not JSON (${(error as Error).message}); copy the model again`);
  }
  if (typeof parsed?.modelTopology !== "object" || !Array.isArray(parsed.weightsManifest)) {
    throw new Error(`loadModel: ${path} is not a tfjs layers model: it has no modelTopology and weightsManifest`);
  }
  return parsed as ModelJson;
}

async function read(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new Error(`loadModel: cannot read ${path} (${(error as NodeJS.ErrnoException).code})`);
  }
}

/** Bytes of one weight in the file; a quantized one is stored in its quantized type. */
function byteLength({ shape, dtype, quantization }: io.WeightsManifestEntry): number {
  const stored = quantization?.dtype ?? dtype;
  return shape.reduce((size, length) => size * length, 1) * (BYTES[stored] ?? 4);
}

const BYTES: Readonly<Record<string, number>> = { uint8: 1, bool: 1, uint16: 2, float16: 2, complex64: 8 };
