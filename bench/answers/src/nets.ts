import { createRandom } from "@dark-knowledge/core";
import { generatedDigits } from "@dark-knowledge/datasets";
import { createCnn, createMlp } from "@dark-knowledge/training";
import type { LayersModel } from "@tensorflow/tfjs-layers";

/** A net whose answers are timed. */
export interface Net {
  readonly name: string;
  /** The shape of an example. */
  readonly shape: readonly number[];
  create(): LayersModel;
}

const shape = [28, 28, 1];
const dense = (hiddenUnits: readonly number[]): Net => ({
  name: [784, ...hiddenUnits, 10].join("-"),
  shape,
  create: () => createMlp({ exampleShape: shape, hiddenUnits, classCount: 10, seed: 1 }),
});

/** The student of the paper, the net of Deep Compression, and a small convolutional net. */
export const NETS: readonly Net[] = [
  dense([800, 800]),
  dense([300, 100]),
  {
    name: "CNN 16, 32",
    shape,
    create: () => createCnn({ exampleShape: shape, filters: [16, 32], classCount: 10, seed: 1 }),
  },
];

/** What a net is asked about: digits, in which four of five pixels are 0, or noise, in which none is. */
export type Kind = "digits" | "noise";

/** So many examples of 784 pixels. */
export function examplesOf(kind: Kind, count: number): Float32Array {
  if (kind === "digits") {
    const { train } = generatedDigits({ trainSize: count, testSize: 0, seed: 1 });
    const [column] = Object.values(train.columns);
    return Float32Array.from(column!.values as Uint8Array, (value) => value / 255);
  }
  const random = createRandom(1);
  return Float32Array.from({ length: 784 * count }, () => random.normal());
}
