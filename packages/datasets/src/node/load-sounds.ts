import { assertFields, assertInteger, assertOptions } from "@dark-knowledge/core";
import { createDataset } from "../create-dataset.ts";
import { decodeWav } from "../decode-wav.ts";
import { findFiles } from "./internal/find-files.ts";
import { folderOf, type LabelOf, labelFiles } from "./internal/label-files.ts";
import { type EachFileOptions, readEachFile } from "./internal/read-each-file.ts";
import type { LoadedFiles } from "./load-images.ts";

/** Options of {@link loadSounds}. */
export interface LoadSoundsOptions extends EachFileOptions {
  /** The class of a sound by its path from the directory. Default: the first folder of the path. */
  readonly labelOf?: LabelOf;
  /** The sample rate that all files must have. Default: that of the first file. */
  readonly sampleRate?: number;
}

/** Result of {@link loadSounds}. */
export interface LoadedSounds extends LoadedFiles {
  /** Samples per second. */
  readonly sampleRate: number;
}

/**
 * Makes a dataset from a directory of WAV files: the column `samples` has a sequence of floats from −1 to 1 for each,
 * the mean of its channels. The order is that of the paths.
 *
 * @throws ArgumentError when an option is not in its range
 * @throws Error that names the directory, when it has no WAV files, or the first file that is damaged or has another
 * sample rate
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
  const { files, skipped } = await readEachFile("loadSounds", directory, found.paths, options, async (bytes) => {
    const sound = decodeWav(bytes);
    sampleRate ??= sound.sampleRate;
    if (sound.sampleRate !== sampleRate) {
      throw new Error(`has ${sound.sampleRate} samples a second, not ${sampleRate}; resample it`);
    }
    sounds.push(meanOf(sound.channels));
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
    ...{ files, skipped, others: found.others, sampleRate: sampleRate! },
  };
}

function meanOf(channels: readonly Float32Array[]): Float32Array {
  if (channels.length === 1) return channels[0]!;
  return channels[0]!.map((_, at) => channels.reduce((sum, channel) => sum + channel[at]!, 0) / channels.length);
}
