import { pruneWeights } from "@dark-knowledge/compression";
import { createRandom } from "@dark-knowledge/core";
import { generatedDigits } from "@dark-knowledge/datasets";
import { createCnn, createMlp } from "@dark-knowledge/training";
import { initializers, type LayersModel, layers, sequential } from "@tensorflow/tfjs-layers";

/** Kinds of examples: digits, in which four of five pixels are 0; noise, in which none is; and words, whole numbers. */
export type Kind = "digits" | "noise" | "words";

/** A net whose answers are timed. */
export interface Net {
  readonly name: string;
  /** The shape of an example. */
  readonly shape: readonly number[];
  /** What it is asked about. */
  readonly kinds: readonly Kind[];
  /** Whether onnxruntime is also timed with a file of int8 weights and activations. */
  readonly hasInt8?: boolean;
  create(): LayersModel | Promise<LayersModel>;
}

const image: Pick<Net, "shape" | "kinds"> = { shape: [28, 28, 1], kinds: ["digits", "noise"] };
const createDense = (hiddenUnits: readonly number[]) =>
  createMlp({ exampleShape: image.shape, hiddenUnits, classCount: 10, seed: 1 });
const dense = (hiddenUnits: readonly number[]): Net => ({
  name: [784, ...hiddenUnits, 10].join("-"),
  ...image,
  create: () => createDense(hiddenUnits),
});

/** A net without most of its weights, as those of a compressed student: less than 150 kB with 16 values a layer. */
const pruned = (hiddenUnits: readonly number[], percent: number): Net => ({
  ...dense(hiddenUnits),
  name: `${dense(hiddenUnits).name}, ${percent} % pruned`,
  create: () => pruneWeights(createDense(hiddenUnits), { sparsity: percent / 100 }),
  hasInt8: true,
});

const WORDS = 2500;
const LENGTH = 16;

/** A student of `gru:32` or `lstm:32` for texts, less its mask, which ONNX files cannot have. */
const recurrent = (cell: "gru" | "lstm"): Net => ({
  name: `${cell} 32 over ${LENGTH} words`,
  ...{ shape: [LENGTH], kinds: ["words"] },
  create: () => {
    const kernelInitializer = initializers.glorotUniform({ seed: 1 });
    const recurrentInitializer = initializers.randomUniform({ minval: -0.2, maxval: 0.2, seed: 2 });
    const own = { units: 32, recurrentActivation: "sigmoid", kernelInitializer, recurrentInitializer } as const;
    const embeddingsInitializer = initializers.randomNormal({ stddev: 0.2, seed: 3 });
    const table = { inputDim: WORDS, outputDim: 32, inputLength: LENGTH, embeddingsInitializer };
    const top = { units: 10, kernelInitializer: initializers.glorotUniform({ seed: 4 }) };
    return sequential({ layers: [layers.embedding(table), layers[cell](own), layers.dense(top)] });
  },
});

/** The student of the paper, the same with half of its units, the net of Deep Compression, compressed ones, a small convolutional net, and nets that read words. */
export const NETS: readonly Net[] = [
  dense([800, 800]),
  dense([400, 400]),
  dense([300, 100]),
  pruned([800, 800], 90),
  pruned([300, 100], 94),
  {
    name: "CNN 16, 32",
    ...image,
    create: () => createCnn({ exampleShape: image.shape, filters: [16, 32], classCount: 10, seed: 1 }),
  },
  recurrent("gru"),
  recurrent("lstm"),
];

/** So many examples of a kind. */
export function examplesOf(kind: Kind, count: number): Float32Array {
  if (kind === "digits") {
    const { train } = generatedDigits({ trainSize: count, testSize: 0, seed: 1 });
    const [column] = Object.values(train.columns);
    return Float32Array.from(column!.values as Uint8Array, (value) => value / 255);
  }
  const random = createRandom(1);
  if (kind === "words")
    return Float32Array.from({ length: LENGTH * count }, () => Math.floor(random.uniform() * WORDS));
  return Float32Array.from({ length: 784 * count }, () => random.normal());
}
