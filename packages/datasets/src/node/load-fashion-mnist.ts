import type { TrainAndTest } from "../dataset.ts";
import type { IdxRelease } from "./internal/idx-release.ts";
import { type LoadOptions, loadRelease } from "./internal/load-release.ts";

const FASHION_MNIST: IdxRelease = {
  trainImages: {
    name: "train-images-idx3-ubyte",
    sha256: "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
    bytes: 47_040_016,
  },
  trainLabels: {
    name: "train-labels-idx1-ubyte",
    sha256: "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
    bytes: 60_008,
  },
  testImages: {
    name: "t10k-images-idx3-ubyte",
    sha256: "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
    bytes: 7_840_016,
  },
  testLabels: {
    name: "t10k-labels-idx1-ubyte",
    sha256: "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
    bytes: 10_008,
  },
  classNames: [
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
  ],
  mirrors: [
    "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
    "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
    // The home of the dataset has no https; the digests guard it as well.
    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
  ],
};

/**
 * Loads Fashion-MNIST: 60,000 + 10,000 pictures of clothes of 28 × 28 pixels, in the form of MNIST but harder.
 *
 * Works as {@link loadMnist} does. The files have the same names as those of MNIST, so each of the two datasets needs
 * its own `directory` or `cacheDirectory`. Downloads are about 31 MB.
 *
 * @throws Error that names the file and the cure, when a file is missing or differs from the published one, or no
 * mirror answers
 * @throws ArgumentError when `mirrors` is empty or has an entry that is not a URL
 * @see Xiao, Rasul and Vollgraf (2017), "Fashion-MNIST: a novel image dataset for benchmarking machine learning algorithms"
 *
 * @example
 * ```ts
 * import { loadFashionMnist } from "@dark-knowledge/datasets/node";
 *
 * const problem = await loadFashionMnist({ directory: "not-there" }).catch((error) => error.message);
 * problem.startsWith("loadFashionMnist: directory not-there lacks train-images-idx3-ubyte"); // => true
 * ```
 */
export async function loadFashionMnist(options: LoadOptions = {}): Promise<TrainAndTest> {
  return loadRelease("loadFashionMnist", FASHION_MNIST, options);
}
