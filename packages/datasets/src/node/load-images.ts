import { assertFields, assertOptions } from "@dark-knowledge/core";
import { createDataset } from "../create-dataset.ts";
import type { Dataset } from "../dataset.ts";
import { IMAGE, type ImageOptions, image } from "../image.ts";
import { decodeImage } from "../images/decode-image.ts";
import { findFiles } from "./internal/find-files.ts";
import { folderOf, type LabelOf, labelFiles } from "./internal/label-files.ts";
import { type EachFileOptions, readEachFile, type SkippedFile } from "./internal/read-each-file.ts";

/** Options of {@link loadImages}. */
export interface LoadImagesOptions extends ImageOptions, EachFileOptions {
  /** The class of a picture by its path from the directory. Default: the first folder of the path. */
  readonly labelOf?: LabelOf;
}

/** A dataset of files, and its files. */
export interface LoadedFiles {
  readonly dataset: Dataset;
  /** The path of each example, by id, from the directory and with "/" between folders. */
  readonly files: readonly string[];
  /** Files that could not be read and were left out. */
  readonly skipped: readonly SkippedFile[];
  /** The number of files of other kinds. */
  readonly others: number;
}

/**
 * Makes a dataset from a directory of PNG and JPEG pictures, with one folder per class. They are resized as by
 * {@link image}, and the transform of the column `image` divides their bytes by 255. The order is that of the paths.
 *
 * @throws ArgumentError when an option is not in its range
 * @throws Error that names the directory, when it has no pictures, or the first damaged picture; or when `fast-png` or
 * `jpeg-js` is needed and not installed
 *
 * @example
 * ```ts no-run
 * import { stratifiedSplit } from "@dark-knowledge/datasets";
 * import { loadImages } from "@dark-knowledge/datasets/node";
 *
 * // images/cat/1.png, images/cat/2.jpg, images/dog/1.png, …
 * const { dataset, skipped } = await loadImages("images", { height: 32, width: 32, channels: 3, onBroken: "skip" });
 * const { selected: test, rest: train } = stratifiedSplit(dataset, { size: 100, seed: 1 });
 * ```
 */
export async function loadImages(directory: string, options: LoadImagesOptions): Promise<LoadedFiles> {
  assertOptions<LoadImagesOptions>("loadImages", options, {
    ...{ height: true, width: true, channels: true, fit: true },
    ...{ labelOf: true, onBroken: true, onProgress: true, signal: true },
  });
  assertFields("loadImages", options, { labelOf: "function?" });
  const { labelOf = folderOf, onBroken, onProgress, signal, ...size } = options;
  const source = image(size);
  const found = await findFiles("loadImages", directory, [".png", ".jpg", ".jpeg"]);
  const shape = IMAGE.shape(source);
  const length = shape.reduce((product, side) => product * side, 1);
  const values = new Uint8Array(found.paths.length * length);
  let taken = 0;
  const { files, skipped } = await readEachFile("loadImages", directory, found.paths, options, async (bytes) => {
    values.set(IMAGE.encode(await decodeImage(bytes), source) as Uint8Array, taken * length);
    taken++;
  });
  const column = {
    // Without the room of those that were left out.
    values: taken < found.paths.length ? values.slice(0, taken * length) : values,
    ...{ shape, source, transforms: IMAGE.transforms!(source) },
  };
  return {
    dataset: createDataset({ columns: { image: column }, targets: labelFiles(files, labelOf) }),
    files,
    skipped,
    others: found.others,
  };
}
