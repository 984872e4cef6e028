import {
  ArgumentError,
  assertArray,
  assertInteger,
  assertObject,
  assertShape,
  formatShape,
} from "@dark-knowledge/core";
import { createDataset } from "./create-dataset.ts";
import type { Dataset } from "./dataset.ts";
import { type IdxArray, readIdx } from "./read-idx.ts";
import { scale } from "./scale.ts";

/** Options of {@link datasetFromIdx}. */
export interface IdxParts {
  /** The bytes of the images file: unsigned bytes of shape `[count, height, width]` or `[count, height, width, channels]`. */
  readonly images: Uint8Array;
  /** The bytes of the labels file: integers of shape `[count]`. */
  readonly labels: Uint8Array;
  /**
   * The names of the classes. Default: "0", "1", … up to the largest label, which must then be below 65,536 or the
   * number of labels.
   */
  readonly classNames?: readonly string[];
}

/**
 * Makes a dataset from an IDX file of images and one of labels, the format of the MNIST family. Its transform divides
 * the bytes by 255.
 *
 * @returns a dataset with its own storage; images without channels get one
 * @throws Error when a file is damaged
 * @throws ArgumentError when the images are not unsigned bytes, or the labels do not fit them or the class names
 *
 * @example
 * ```ts
 * import { classNamesOf, datasetFromIdx, inputShape } from "@dark-knowledge/datasets";
 *
 * const images = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 10, 20, 30, 40);
 * const labels = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 1, 0);
 * const dataset = datasetFromIdx({ images, labels });
 * inputShape(dataset); // => [1, 2, 1]
 * classNamesOf(dataset); // => ["0", "1"]
 * ```
 */
export function datasetFromIdx(parts: IdxParts): Dataset {
  assertObject("datasetFromIdx", "parts", parts);
  const { images, labels, classNames } = parts;
  assertArray("datasetFromIdx", "images", images, "Uint8Array");
  assertArray("datasetFromIdx", "labels", labels, "Uint8Array");
  const pictures = readPart("images", images);
  const { shape, data } = readPart("labels", labels);
  const [count = 0, height = 0, width = 0, channels = 1] = pictures.shape;
  if (!(pictures.data instanceof Uint8Array) || pictures.shape.length < 3 || pictures.shape.length > 4) {
    const expected = "must be unsigned bytes of shape [count, height, width] or [count, height, width, channels]";
    throw wrongKind("images", expected, pictures);
  }
  if (data instanceof Float32Array || data instanceof Float64Array) {
    throw wrongKind("labels", "must be integers", { shape, data });
  }
  assertShape("datasetFromIdx", "labels", shape, [count], "images");
  const numbers = Int32Array.from(data);
  const largest = numbers.reduce((most, label) => Math.max(most, label), 0);
  if (classNames === undefined) {
    // One label implies a name for each class below it: a few bytes must not fill the memory.
    assertInteger("datasetFromIdx", "the largest label", largest, { max: Math.max(2 ** 16, count) - 1 });
  }
  return createDataset({
    features: pictures.data,
    labels: numbers,
    exampleShape: [height, width, channels],
    transforms: [scale({ divide: 255 })],
    classNames: classNames ?? Array.from({ length: largest + 1 }, (_, label) => String(label)),
  });
}

function wrongKind(argument: string, expected: string, { shape, data }: IdxArray): ArgumentError {
  const received = `${data.constructor.name} elements of shape ${formatShape(shape)}`;
  return new ArgumentError({ functionName: "datasetFromIdx", argument, expected, received, code: "dtype" });
}

function readPart(argument: string, bytes: Uint8Array): IdxArray {
  try {
    return readIdx(bytes);
  } catch (cause) {
    throw new Error(`datasetFromIdx: ${argument}: ${(cause as Error).message}`, { cause });
  }
}
