import type { TrainAndTest } from "../dataset.ts";
import type { IdxRelease } from "./internal/idx-release.ts";
import { type LoadOptions, loadRelease } from "./internal/load-release.ts";

const MNIST: IdxRelease = {
  trainImages: {
    name: "train-images-idx3-ubyte",
    sha256: "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    bytes: 47_040_016,
  },
  trainLabels: {
    name: "train-labels-idx1-ubyte",
    sha256: "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    bytes: 60_008,
  },
  testImages: {
    name: "t10k-images-idx3-ubyte",
    sha256: "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    bytes: 7_840_016,
  },
  testLabels: {
    name: "t10k-labels-idx1-ubyte",
    sha256: "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
    bytes: 10_008,
  },
  classNames: ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
  mirrors: ["https://ossci-datasets.s3.amazonaws.com/mnist/", "https://storage.googleapis.com/cvdf-datasets/mnist/"],
};

/**
 * Loads MNIST: 60,000 + 10,000 handwritten digits of 28 × 28 pixels.
 *
 * The files come from `directory` if that is given, else from `cacheDirectory` if they are already there, else from
 * public mirrors, tried in order. In any case their uncompressed contents must have the published SHA-256. Downloads
 * are about 11 MB and appear in `cacheDirectory` completely or not at all.
 *
 * @throws Error that names the file and the cure, when a file is missing or differs from the published one, or no
 * mirror answers
 * @throws ArgumentError when `mirrors` is empty or has an entry that is not a URL
 * @see LeCun, Bottou, Bengio and Haffner (1998), "Gradient-based learning applied to document recognition"
 *
 * @example
 * ```ts
 * import { loadMnist } from "@dark-knowledge/datasets/node";
 *
 * const problem = await loadMnist({ directory: "not-there" }).catch((error) => error.message);
 * problem.startsWith("loadMnist: directory not-there lacks train-images-idx3-ubyte"); // => true
 * ```
 */
export async function loadMnist(options: LoadOptions = {}): Promise<TrainAndTest> {
  return loadRelease("loadMnist", MNIST, options);
}
