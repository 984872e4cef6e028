import { assertOptions, type OptionNames } from "@dark-knowledge/core";
import type { LockOptions } from "@dark-knowledge/core/node";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { StoredWeights } from "./internal/store-weights.ts";
import { writeModel } from "./internal/write-model.ts";

/** Options of {@link saveModel}. */
export interface SaveModelOptions extends LockOptions {
  /** Replaces the model in an existing directory. Other files in it are left alone. Default: false. */
  readonly overwrite?: boolean;
  /**
   * The type in which weights are stored: `"float16"` takes half of the bytes; `"uint8"` a quarter, with 256 values for each kernel from its smallest to its largest
   * weight, and biases as they are. Every reader gets float32 again: `loadModel`, and tfjs in browsers. Zeros stay zeros. Default: `"float32"`.
   */
  readonly weights?: StoredWeights;
}

/**
 * Writes a model to a directory as `model.json` and `weights.bin`, the standard tfjs layers format, without tfjs-node.
 *
 * A browser loads it with `tf.loadLayersModel("…/model.json")`. Everything is flushed to disk, and `model.json` gets
 * its name last: a reader that starts with it finds the old model or the new one at every moment, even if the process
 * is killed or the power goes out. The weights of a model that replaces another are in `weights-<hash>.bin`.
 *
 * @param directory created with its parents
 * @throws ArgumentError when a weight is not finite or above 65,504 and the type cannot hold it
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
  assertOptions<SaveModelOptions>("saveModel", options, SAVE_MODEL_OPTIONS);
  await writeModel("saveModel", model, directory, options);
}

/** Writes a model like {@link saveModel}, optionally with further files. */
export const SAVE_MODEL_OPTIONS: OptionNames<SaveModelOptions> = {
  overwrite: true,
  weights: true,
  takeOver: true,
  onWait: true,
  signal: true,
};
