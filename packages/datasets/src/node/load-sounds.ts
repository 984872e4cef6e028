import { assertFields, assertInteger, assertOptions } from "@dark-knowledge/core";
import { createDataset } from "../create-dataset.ts";
import { readSound } from "../internal/read-sound.ts";
import { findFiles } from "./internal/find-files.ts";
import { folderOf, type LabelOf, labelFiles } from "./internal/label-files.ts";
import { type EachFileOptions, readEachFile } from "./internal/read-each-file.ts";
import type { LoadedFiles } from "./load-images.ts";

/** Options of {@link loadSounds}. */
export interface LoadSoundsOptions extends EachFileOptions {
  /** The class of a sound by its path from the directory. Default: the first folder of the path. */
  readonly labelOf?: LabelOf;
  /** The sample rate of the dataset: recordings of others are resampled. Default: that of the first file. */
  readonly sampleRate?: number;
}

/** Result of {@link loadSounds}. */
export interface LoadedSounds extends LoadedFiles {
  /** Samples per second. */
  readonly sampleRate: number;
  /** The files that were resampled or are clipped, and were taken all the same. */
  readonly remarks: readonly FileRemark[];
}

/** A line about a file. */
export interface FileRemark {
  /** The path from the directory, with "/" between folders. */
  readonly path: string;
  readonly remark: string;
}

/**
 * Makes a dataset from a directory of WAV files: the column `samples` has a sequence of floats from −1 to 1 for each,
 * the mean of its channels. The order is that of the paths. Files of several sample rates are made one, see
 * `resample` of `@dark-knowledge/core`.
 *
 * @throws ArgumentError when an option is not in its range
 * @throws Error that names the directory, when it has no WAV files, or the first file that is damaged or has no samples
 *
 * @example
 * ```ts no-run
 * import { loadSounds } from "@dark-knowledge/datasets/node";
 *
 * // recordings/7_jackson_32.wav, …: the spoken digit, who speaks, a number.
 * const { dataset, sampleRate } = await loadSounds("recordings", { labelOf: (path) => path.split("_")[0] });
 * ```
 */
export async function loadSounds(directory: string, options: LoadSoundsOptions = {}): Promise<LoadedSounds> {
  assertOptions<LoadSoundsOptions>("loadSounds", options, {
    ...{ labelOf: true, sampleRate: true, onBroken: true, onProgress: true, signal: true },
  });
  assertFields("loadSounds", options, { labelOf: "function?" });
  const { labelOf = folderOf } = options;
  if (options.sampleRate !== undefined) assertInteger("loadSounds", "sampleRate", options.sampleRate, { min: 1 });
  const found = await findFiles("loadSounds", directory, [".wav"]);
  let { sampleRate } = options;
  const sounds: Float32Array[] = [];
  const remarks: FileRemark[] = [];
  const { files, skipped } = await readEachFile("loadSounds", directory, found.paths, options, async (bytes, path) => {
    const sound = readSound(bytes, sampleRate);
    sampleRate = sound.sampleRate;
    sounds.push(sound.samples);
    remarks.push(...sound.remarks.map((remark) => ({ path, remark })));
  });
  const offsets = Int32Array.of(0, ...sounds.map(() => 0));
  sounds.forEach(({ length }, index) => {
    offsets[index + 1] = offsets[index]! + length;
  });
  const values = new Float32Array(offsets.at(-1)!);
  sounds.forEach((samples, index) => {
    values.set(samples, offsets[index]!);
  });
  return {
    dataset: createDataset({
      columns: { samples: { values, shape: [], offsets } },
      targets: labelFiles(files, labelOf),
    }),
    ...{ files, skipped, others: found.others, sampleRate: sampleRate!, remarks },
  };
}
