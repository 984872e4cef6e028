import { assertInteger, assertNumber, assertObject, createRandom, deriveSeed } from "@dark-knowledge/core";
import { createDataset } from "./create-dataset.ts";
import type { Dataset, TrainAndTest } from "./dataset.ts";
import { type DigitLook, drawDigit } from "./internal/draw-digit.ts";
import { scale } from "./scale.ts";

/** Options of {@link generatedDigits}. */
export interface GeneratedDigitsOptions {
  /** The number of training digits. */
  readonly trainSize: number;
  /** The number of test digits. */
  readonly testSize: number;
  /** Determines every digit: integer from 0 to 2⁵³ − 1. */
  readonly seed: number;
  /** How far the shapes deviate from print, from 0 (all handwriting alike) to 2. Default: 1. */
  readonly distortion?: number;
  /** The amount of noise on ink and paper, from 0 (none) to 5. Default: 1. */
  readonly noise?: number;
}

const SIDE = 28;
const CLASSES = 10;
const TRAIN = 0;
const TEST = 1;

/**
 * Draws digits that look handwritten: 28 × 28 pixels, ten classes, as many as you like, without a download.
 *
 * Each digit takes one of several skeletons of pen strokes (a 7 with or without a bar, a 4 open or closed), deforms it
 * (points off their place, a smooth bend, slant, proportions, rotation, size, place), and draws it with a pen of random
 * width, pressure and softness and some noise. Different digits can look alike, as in real handwriting: 4 and 9, 1 and
 * 7, 0 and 6, or 3, 5 and 8.
 *
 * Train and test are independent draws of the same distribution. A digit depends only on seed, split and its position,
 * so a larger dataset starts with the smaller one. Every ten digits contain each class once, in random order. Only
 * arithmetic that IEEE 754 defines to the last bit is used, so the same seed gives the same bytes on every machine.
 *
 * @returns two datasets with their own storage
 * @throws ArgumentError when an option is not in its range
 *
 * @example
 * ```ts
 * import { classCounts, generatedDigits, inputShape } from "@dark-knowledge/datasets";
 *
 * const { train, test } = generatedDigits({ trainSize: 30, testSize: 10, seed: 1 });
 * inputShape(train); // => [28, 28, 1]
 * Array.from(classCounts(train)); // => [3, 3, 3, 3, 3, 3, 3, 3, 3, 3]
 * test.rows.length; // => 10
 * ```
 */
export function generatedDigits(options: GeneratedDigitsOptions): TrainAndTest {
  assertObject("generatedDigits", "options", options);
  const { trainSize, testSize, seed, distortion = 1, noise = 1 } = options;
  assertInteger("generatedDigits", "trainSize", trainSize, { min: 0 });
  assertInteger("generatedDigits", "testSize", testSize, { min: 0 });
  assertInteger("generatedDigits", "seed", seed, { min: 0 });
  assertNumber("generatedDigits", "distortion", distortion, { min: 0, max: 2 });
  assertNumber("generatedDigits", "noise", noise, { min: 0, max: 5 });
  const look = { distortion, noise };
  return { train: drawSet(trainSize, seed, TRAIN, look), test: drawSet(testSize, seed, TEST, look) };
}

function drawSet(size: number, seed: number, split: number, look: DigitLook): Dataset {
  const features = new Uint8Array(size * SIDE * SIDE);
  const labels = drawLabels(size, seed, split);
  const ink = new Float64Array(SIDE * SIDE);
  for (let index = 0; index < size; index++) {
    ink.fill(0);
    drawDigit({ side: SIDE, ink }, labels[index]!, createRandom(deriveSeed(seed, "digit", split, index)), look);
    const offset = index * SIDE * SIDE;
    for (let pixel = 0; pixel < ink.length; pixel++) {
      features[offset + pixel] = Math.min(255, Math.max(0, Math.round(255 * ink[pixel]!)));
    }
  }
  return createDataset({
    features,
    labels,
    exampleShape: [SIDE, SIDE, 1],
    transforms: [scale({ divide: 255 })],
    classNames: Array.from({ length: CLASSES }, (_, digit) => String(digit)),
  });
}

/** Every class once in each ten, in an order of its own. */
function drawLabels(size: number, seed: number, split: number): Int32Array {
  const labels = new Int32Array(size);
  for (let start = 0; start < size; start += CLASSES) {
    const order = createRandom(deriveSeed(seed, "digit labels", split, start)).permutation(CLASSES);
    labels.set(order.subarray(0, Math.min(CLASSES, size - start)), start);
  }
  return labels;
}
