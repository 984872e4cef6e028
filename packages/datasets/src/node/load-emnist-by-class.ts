import { assertFields } from "@dark-knowledge/core";
import type { TrainAndTest } from "../dataset.ts";
import { type EmnistRelease, loadEmnist } from "./internal/load-emnist.ts";

/** Options of {@link loadEmnistByClass}. */
export interface LoadEmnistOptions {
  /**
   * A directory with `emnist-byclass-test-images-idx3-ubyte`, `emnist-byclass-test-labels-idx1-ubyte`, each plain or as
   * `.gz`, and `mapping.txt`.
   */
  readonly directory: string;
}

const BY_CLASS: EmnistRelease = {
  images: {
    name: "emnist-byclass-test-images-idx3-ubyte",
    sha256: "154003389a5ee2fc0fae047118696e04fc9fc28f5fb987a2f171f4dc55e0f913",
    bytes: 91_197_248,
  },
  labels: {
    name: "emnist-byclass-test-labels-idx1-ubyte",
    sha256: "842d01413932b3ce7afbc9990376a16f8880a212bb42d66fa2922b4218cf300a",
    bytes: 116_331,
  },
  mapping: {
    name: "mapping.txt",
    sha256: "ea02c181d813f1b49a6d220166b7097864d681f46ea87bbd8766db055debae71",
    bytes: 385,
  },
  trainSize: 100_000,
};

/**
 * Loads the test split of EMNIST ByClass: 116,323 handwritten characters of 28 × 28 pixels in 62 classes, the digits, the
 * capital and the small letters. Many look alike: O, 0 and o, or I, l and 1.
 *
 * Their order is random. The first 100,000 are the training set, the other 16,323 the test set: two views of one
 * storage, so that an id means the same character in both. This is not the published split, whose training split is six
 * times as large.
 *
 * The pictures must be upright, while those that the authors published are rotated, so the expected contents are those
 * of this packing (`0r4nd/emnist-packed`), known by their SHA-256. Nothing is downloaded.
 *
 * @throws Error that names the file, when one is missing or has other contents
 * @see Cohen, Afshar, Tapson and van Schaik (2017), "EMNIST: an extension of MNIST to handwritten letters"
 *
 * @example
 * ```ts
 * import { loadEmnistByClass } from "@dark-knowledge/datasets/node";
 *
 * const problem = await loadEmnistByClass({ directory: "not-there" }).catch((error) => error.message);
 * problem.startsWith("loadEmnistByClass: directory not-there lacks emnist-byclass-test-images-idx3-ubyte"); // => true
 * ```
 */
export async function loadEmnistByClass(options: LoadEmnistOptions): Promise<TrainAndTest> {
  assertFields("loadEmnistByClass", options, { directory: "text" });
  return loadEmnist("loadEmnistByClass", BY_CLASS, options.directory);
}
