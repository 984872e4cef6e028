import { join } from "node:path";
import { joinBytes, oneLine, ownLayers } from "@dark-knowledge/core";
import { readRegularFile } from "@dark-knowledge/core/node";
import * as tf from "@tensorflow/tfjs-core";
import { type LayersModel, loadLayersModel } from "@tensorflow/tfjs-layers";
import { isOfKeras3 } from "../internal/upgrade-topology.ts";
import { buildKeras3 } from "./internal/build-keras3.ts";
import { type ModelJson, ModelJsonError, parseModelJson } from "./internal/model-json.ts";
import { TOPOLOGY } from "./internal/write-model.ts";

/** A hundred thousand layers. */
const MOST_JSON_BYTES = 2 ** 26;

/**
 * Reads a model that {@link saveModel}, or any tfjs program, or `tensorflowjs_converter` wrote to a directory: `model.json` and the weight
 * files that it names. Models of Keras 3, which tfjs itself does not read, are read in the form of Keras 2.
 *
 * The files may come from anywhere. Only files of the directory are read, and as many bytes of them as the weights
 * have; an invalid model is refused in one line, and no tensor of it is left. Custom layers are found if they are
 * registered (`tf.serialization.registerClass`).
 *
 * @returns a model; the caller disposes of it
 * @throws Error that names the file when one is missing, is not a tfjs layers model, or has the wrong length
 * @see {@link saveModel}
 */
export async function loadModel(directory: string): Promise<LayersModel> {
  const path = join(directory, TOPOLOGY);
  for (let text = await readTopology(path); ; ) {
    try {
      return await load(path, directory, text);
    } catch (error) {
      // Another process may have saved a new model, and removed the weights of the old one.
      const now = await readTopology(path);
      if (now === text) throw error;
      text = now;
    }
  }
}

async function load(path: string, directory: string, text: string): Promise<LayersModel> {
  const { modelTopology, weightsManifest } = describing(path, () => parseModelJson(text));
  const weightSpecs = weightsManifest.flatMap(({ weights }) => weights);
  const weightData = await readWeights(path, directory, weightsManifest);
  return buildAlone(path, () =>
    isOfKeras3(modelTopology)
      ? buildKeras3(modelTopology, tf.io.decodeWeights(weightData, weightSpecs))
      : loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs, weightData })),
  );
}

async function readTopology(path: string): Promise<string> {
  return new TextDecoder().decode(await read(path, MOST_JSON_BYTES));
}

/** The bytes of all weights in one piece. */
async function readWeights(
  path: string,
  directory: string,
  groups: ModelJson["weightsManifest"],
): Promise<ArrayBuffer> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (const { paths, bytes } of groups) {
    let length = 0;
    for (const name of paths) {
      parts.push(await read(join(directory, name), bytes - length));
      length += parts.at(-1)!.length;
    }
    if (length === bytes) continue;
    const files = oneLine(paths.map((name) => join(directory, name)).join(", "));
    throw new Error(
      `loadModel: ${files} must have ${bytes} bytes (as ${path} says), got ${length}; copy the model again`,
    );
  }
  return parts.length === 1 ? parts[0]!.buffer : joinBytes(parts).buffer;
}

async function read(path: string, mostBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await readRegularFile(path, mostBytes);
  } catch (error) {
    throw new Error(`loadModel: cannot read ${path} (${(error as NodeJS.ErrnoException).code})`, { cause: error });
  }
}

/** Builds the model; when tfjs cannot, what it had made by then is disposed of. */
async function buildAlone(path: string, build: () => Promise<LayersModel>): Promise<LayersModel> {
  await tf.ready();
  // After this no other code runs until tfjs is done: everything created in between belongs to the model.
  await new Promise((resolve) => setImmediate(resolve));
  const engine = tf.engine();
  const before = new Set(Object.keys(engine.registeredVariables));
  engine.startScope();
  try {
    return ownLayers(await build());
  } catch (error) {
    for (const [name, variable] of Object.entries(engine.registeredVariables))
      if (!before.has(name)) variable.dispose();
    return describing(path, () => {
      throw new ModelJsonError(`describes no model that can be built (${oneLine((error as Error).message)})`);
    });
  } finally {
    engine.endScope();
  }
}

function describing<Result>(path: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (error instanceof ModelJsonError) throw new Error(`loadModel: ${path} ${error.message}`, { cause: error });
    throw error;
  }
}
